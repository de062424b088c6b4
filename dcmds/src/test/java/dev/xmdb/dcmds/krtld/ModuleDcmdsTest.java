package dev.xmdb.dcmds.krtld;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.dcmds.TamperedDomain;
import dev.xmdb.sim.truth.Facts;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Offsets of struct modctl are those of sys/modctl.h. */
class ModuleDcmdsTest {
    private static final SolarisDomain DOMAIN = SolarisDomain.sxc16();

    @Test
    void everyModuleThatHasSymbolsIsListed() {
        List<String> modules = DOMAIN.truth().list("symbols").stream()
                .map(symbol -> symbol.text("module"))
                .distinct()
                .toList();
        Conversation session = DOMAIN.conversation();
        assertThat(session.run("::modinfo")).startsWith(" ID         LOADADDR     SIZE REV MODULE NAME\n");
        assertThat(session.rows().stream()
                        .map(row -> row.text().substring(34, row.text().indexOf(' ', 34))))
                .containsAll(modules);
        assertThat(session.run("::modinfo"))
                .containsPattern("(?m)^ +\\d+ [0-9a-f]{16} +[0-9a-f]+   1 specfs \\(filesystem for specfs\\)$");
    }

    @Test
    void aModulesCodeHoldsItsFunctions() {
        Facts function = DOMAIN.truth().list("symbols").stream()
                .filter(symbol -> symbol.text("name").equals("xenconswput"))
                .findFirst()
                .orElseThrow();
        Conversation session = DOMAIN.conversation();
        String line = session.run("::modinfo")
                .lines()
                .filter(each -> each.contains(" xencons "))
                .findFirst()
                .orElseThrow();
        long start = Long.parseUnsignedLong(line.substring(4, 20), 16);
        long size = Long.parseLong(line.substring(21, 29).strip(), 16);
        assertThat(function.number("address")).isBetween(start, start + size);
    }

    @Test
    void theModctlOfUnixIsTheFirst() {
        long head = DOMAIN.target().symbols().valueOf("modules").orElseThrow();
        assertThat(DOMAIN.conversation().run("::modctl").lines().toList())
                .startsWith("          MODCTL           MODULE   BITS FLAGS REF FILE")
                .element(1)
                .asString()
                .startsWith(Long.toHexString(head) + " ")
                .contains("    pli 0x00 ")
                .endsWith("/unix");
        assertThat(DOMAIN.conversation().run("::walk modctl")).startsWith("0x" + Long.toHexString(head) + "\n");
    }

    @Test
    void moduleListsThatCloseWronglyEndWithAMessage() {
        long head = DOMAIN.target().symbols().valueOf("modules").orElseThrow();
        long second = DOMAIN.target().virtual().readLong(head);
        try (TamperedDomain domain = TamperedDomain.of(DOMAIN).word(second, second)) {
            Conversation session = domain.conversation();
            assertThat(session.run("::walk modctl").lines()).hasSize(2);
            assertThat(session.messages())
                    .isEqualTo("xmdb: modules run in a circle at " + Long.toHexString(second) + "\n");
            assertThat(session.run("::modinfo").lines()).hasSize(3);
            assertThat(session.outcome().succeeded()).isFalse();
        }
    }

    @Test
    void aLinkageThatIsNotInMemoryIsAQuestionMark() {
        long head = DOMAIN.target().symbols().valueOf("modules").orElseThrow();
        try (TamperedDomain domain = TamperedDomain.of(DOMAIN).word(head + 48, 0x10)) {
            assertThat(domain.conversation().run("modules::modinfo")).endsWith(" unix (?)\n");
        }
    }

    @Test
    void headersAreThoseOfAnElfFile() {
        assertThat(DOMAIN.conversation().run("modules::modhdrs"))
                .startsWith("\nELF Header\n  ei_magic:  { 0x7f, E, L, F }\n")
                .contains("  e_machine: 62                    e_version: 1               \n");
        assertThat(DOMAIN.conversation().errors("::modhdrs")).startsWith("Usage: address::modhdrs");
    }

    @Test
    void typeDataIsListedForLoadedModules() {
        assertThat(DOMAIN.conversation().run("::ctfinfo"))
                .startsWith("MODULE                                  CTFDATA CTFSIZE\nunix   ")
                .contains("\ngenunix   ");
    }
}
