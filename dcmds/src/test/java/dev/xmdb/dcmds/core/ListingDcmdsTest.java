package dev.xmdb.dcmds.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import org.junit.jupiter.api.Test;

class ListingDcmdsTest {
    private final Conversation session = new Conversation();

    @Test
    void commandsAreListedByNameWithTheirSummaries() {
        assertThat(session.run("::dcmds"))
                .contains("$r                       - print the registers of the first vCPU\n")
                .contains("status                   - print what the target is and how sound it is\n");
        assertThat(session.run("::dcmds -n").lines()).isSorted().contains("dump", "vatopfn", "p2m");
        assertThat(session.run("::dcmds -n VCPU").lines())
                .contains("cpuregs", "vcpus")
                .doesNotContain("dump");
    }

    @Test
    void walkersAreListed() {
        assertThat(session.run("::walkers -n")).isEqualTo("mfn\npfn\nvcpu\n");
        assertThat(session.run("::walkers vcpu"))
                .isEqualTo("vcpu                     - the index of every vCPU in the image\n");
    }

    @Test
    void modulesAreListedAloneOrWithWhatTheyHave() {
        assertThat(session.run("::dmods")).isEqualTo("core\nunix\nxpv\n");
        assertThat(session.run("::dmods -l unix")).isEqualTo("\nunix" + " ".repeat(66) + "\n" + """
                          dcmd mfntopfn             - print the guest frame in front of a machine frame
                          dcmd pfntomfn             - print the machine frame behind a guest frame
                          dcmd pte                  - print a page-table entry's frame and flags
                          dcmd vatopfn              - print the frame that a virtual address is mapped to
                        """);
        assertThat(session.run("::dmods -l xpv")).contains("  walk pfn                  - ");
        assertThat(session.errors("::dmods nosuch")).isEqualTo("xmdb: no module 'nosuch' could be found\n");
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
        assertThat(session.errors("::dcmds a b")).startsWith("Usage: ::dcmds [-n] [text]\n");
        assertThat(session.errors("::dmods a b")).startsWith("Usage: ::dmods [-l] [module]\n");
    }
}
