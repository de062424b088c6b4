package dev.xmdb.dcmds.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.OnPv64Domain;
import org.junit.jupiter.api.Test;

class StreamDcmdsTest extends OnPv64Domain {
    @Test
    void echoPrintsItsArgumentsEachWithABlank() {
        assertThat(session.run("::echo \"a  b\" $[2+2] -x")).isEqualTo("a  b 4 -x \n");
        assertThat(session.run("::echo $[0t31]")).isEqualTo("1f \n");
    }

    @Test
    void echoFeedsAPipe() {
        assertThat(session.run("::echo 5 | ::map .+1")).isEqualTo("6\n");
    }

    @Test
    void evalRunsAStringAtTheAddress() {
        assertThat(session.run("10::eval '.::map .+1 | ::map .*2'")).isEqualTo("22\n");
        assertThat(session.errors("::eval '::nosuch'")).isNotEmpty();
        assertThat(session.outcome().succeeded()).isFalse();
    }

    @Test
    void mapPrintsPlainNumbersAndGrepTheAddress() {
        assertThat(session.run("5::map .*10")).isEqualTo("50\n");
        assertThat(session.run("::walk vcpu | ::grep .==1")).isEqualTo("1\n");
        assertThat(session.run("::walk vcpu | ::grep .==7")).isEmpty();
    }

    @Test
    void aStringThatIsNoExpressionIsAnError() {
        assertThat(session.errors("5::map '.+'")).startsWith("xmdb: ");
        assertThat(session.outcome().succeeded()).isFalse();
    }

    @Test
    void headPassesOnTheFirstValues() {
        assertThat(session.run("::walk pfn | ::head")).hasLineCount(10);
        assertThat(session.run("::walk pfn | ::head -3")).isEqualTo("0\n1\n2\n");
        assertThat(session.run("::walk pfn | ::head -n 2")).isEqualTo("0\n1\n");
        assertThat(session.run("::walk pfn | ::head -n2")).isEqualTo("0\n1\n");
        assertThat(session.run("::walk pfn | ::head -0t13")).isEmpty();
        assertThat(session.messages())
                .startsWith("xmdb: invalid number of values -- -0t13\nUsage: [address]::head [-n num]\n");
        assertThat(session.run("::walk pfn | ::head -n 0")).isEmpty();
    }

    @Test
    void headWorksInAPipeOnly() {
        assertThat(session.errors("::head")).startsWith("Usage: [address]::head [-n num]\n");
    }

    @Test
    void theyWantOneArgument() {
        for (String command : new String[] {"::eval", "::map", "::grep", "5::map 1 2"}) {
            assertThat(session.errors(command)).as(command).startsWith("Usage: [address]::");
        }
    }
}
