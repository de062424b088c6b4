package dev.xmdb.dcmds.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.Value;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ListingDcmdsTest {
    private final Conversation session = new Conversation();

    @Test
    void commandsAreListedByNameWithTheirSummaries() {
        assertThat(session.run("::dcmds"))
                .contains(
                        "$r                       - print the current registers: the first vCPU's, or those of a panic\n")
                .contains("status                   - print what the target is and how sound it is\n");
        assertThat(session.run("::dcmds -n").lines()).isSorted().contains("dump", "vatopfn", "p2m");
        assertThat(session.run("::dcmds VCPU").lines())
                .anyMatch(line -> line.startsWith("cpuregs "))
                .anyMatch(line -> line.startsWith("vcpus "))
                .noneMatch(line -> line.startsWith("dump "));
        assertThat(session.run("::dcmds -n VCPU").lines()).contains("vcpus").doesNotContain("cpuregs", "dump");
        assertThat(session.run("::dcmds -n '^v.*s$'").lines()).contains("vars", "vcpus");
        assertThat(session.errors("::dcmds '('")).isEqualTo("xmdb: invalid pattern \"(\": unclosed group\n");
    }

    @Test
    void walkersAreListed() {
        assertThat(session.run("::walkers -n").lines()).isSorted().contains("mfn", "pfn", "vcpu", "thread");
        assertThat(session.run("::walkers vcpu"))
                .isEqualTo("vcpu                     - the index of every vCPU in the image\n");
        assertThat(session.run("::walkers '^vma$'")).endsWith(" (layered on proc)\n");
    }

    @Test
    void modulesAreListedAloneOrWithWhatTheyHave() {
        assertThat(session.run("::dmods").lines()).isSorted().contains("core", "genunix", "krtld", "unix", "xpv");
        String unix = session.run("::dmods -l unix");
        assertThat(unix).startsWith("\nunix" + " ".repeat(66) + "\n");
        assertThat(unix.lines().skip(2))
                .contains(
                        "  dcmd mfntopfn             - print the guest frame in front of a machine frame",
                        "  dcmd vatopfn              - print the frame that a virtual address is mapped to",
                        "  walk memseg               - every segment of page structures");
        assertThat(session.run("::dmods -l xpv")).contains("  walk pfn                  - ");
        assertThat(session.errors("::dmods nosuch")).isEqualTo("xmdb: no module 'nosuch' could be found\n");
    }

    @Test
    void whatAModuleHasNamesTheModuleInEveryRow() {
        session.run("::dmods -l xpv");
        assertThat(session.rows())
                .allSatisfy(row -> assertThat(row.fields())
                        .extracting(Field::name)
                        .containsExactly("module", "kind", "name", "summary"));
        assertThat(session.rows())
                .extracting(
                        row -> row.fields().stream().limit(3).map(Field::value).toList())
                .contains(texts("xpv", "dcmd", "vcpus"), texts("xpv", "walker", "vcpu"));
    }

    private static List<Value> texts(String... texts) {
        return Stream.of(texts).<Value>map(Value.Text::new).toList();
    }

    @Test
    void formatsAreListedInAsciiOrder() {
        assertThat(session.run("::formats"))
                .contains("B - ")
                .contains("(1 byte)")
                .contains("(8 bytes)")
                .contains("(variable size)")
                .contains("M - match ");
        assertThat(session.run("::formats").lines().map(line -> line.charAt(0))).isSorted();
    }

    @Test
    void onlyOneFilterIsTaken() {
        assertThat(session.errors("::dcmds a b")).startsWith("Usage: ::dcmds [-n] [regex]\n");
        assertThat(session.errors("::dmods a b")).startsWith("Usage: ::dmods [-l] [module]\n");
    }
}
