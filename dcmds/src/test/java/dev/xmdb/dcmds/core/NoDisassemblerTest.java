package dev.xmdb.dcmds.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What is left of disassembly on a machine without Capstone. */
@Isolated("sets the property that names the disassembler")
final class NoDisassemblerTest {
    private static final String PROPERTY = "xmdb.capstone";
    private static final String MESSAGE = "xmdb: no disassembler: cannot load /nonexistent/libcapstone.so (named by "
            + "xmdb.capstone); name the library of Capstone 3 to 5 (Debian: libcapstone4; others: capstone)\n";

    private final Conversation session = new Conversation(LinuxDomain.target());

    @BeforeEach
    void capstoneIsNowhere() {
        System.setProperty(PROPERTY, "/nonexistent/libcapstone.so");
    }

    @AfterEach
    void theMachineDecidesAgain() {
        System.clearProperty(PROPERTY);
    }

    @Test
    void whatShowsInstructionsSaysInOneMessageWhatToDo() {
        for (String command : new String[] {
            "do_nanosleep::dis",
            "do_nanosleep+7b::dis -n 2",
            "do_nanosleep,3/i",
            "do_nanosleep/I",
            "::walk thread | ::head -1 | ::dis"
        }) {
            assertThat(session.errors(command)).as(command).isEqualTo(MESSAGE);
            assertThat(session.outcome().succeeded()).as(command).isFalse();
        }
    }

    @Test
    void withoutAFormatThereIsAWord() {
        assertThat(session.run("do_nanosleep+5/")).isEqualTo("do_nanosleep+5: 48f18955        \n");
        assertThat(session.messages()).isEmpty();
        assertThat(session.outcome().succeeded()).isTrue();
    }

    @Test
    void theModeIsTheTargetsUntilItIsSet() {
        assertThat(session.run("::dismode")).isEqualTo("disassembly mode is amd64\n");
        assertThat(session.run("$V ia32")).isEqualTo("disassembly mode is ia32\n");
        assertThat(session.errors("$V sparc"))
                .isEqualTo("xmdb: failed to set disassembly mode to sparc: unknown disassembler name; "
                        + "expected one of amd64, ia32, ia16\n");
        assertThat(session.run("::disasms")).contains("ia16").hasLineCount(3);
    }
}
