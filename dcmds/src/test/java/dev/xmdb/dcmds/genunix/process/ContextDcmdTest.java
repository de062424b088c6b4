package dev.xmdb.dcmds.genunix.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import org.junit.jupiter.api.Test;

class ContextDcmdTest {
    private final Conversation session = SolarisDomain.sxc16().conversation();

    @Test
    void theContextIsThatOfAProcessUntilTheKernelIsChosenAgain() {
        String process = session.run("0t1::pid2proc").strip();
        assertThat(session.run(process + "::context")).isEqualTo("debugger context set to proc " + process + "\n");
        assertThat(session.messages()).isEmpty();
        assertThat(session.run("utsname/s")).contains("SunOS");
        assertThat(session.run("0::context")).isEqualTo("debugger context set to kernel\n");
    }

    @Test
    void whatIsNoProcessIsSaid() {
        assertThat(session.errors("8::context")).startsWith("xmdb: failed to read proc_t at 8: ");
        assertThat(session.outcome().succeeded()).isFalse();
    }

    @Test
    void addressesAreLookedUpUnderTheProcessOwnTables() {
        String as = session.run("0t1::pid2proc | ::print proc_t p_as").replaceAll("(?s).*0x([0-9a-f]+).*", "$1");
        String own = session.run("p0::vtop -a " + as);
        session.run("0t1::pid2proc | ::context");
        assertThat(session.run("p0::vtop")).isEqualTo(own).startsWith("virtual ");
    }
}
