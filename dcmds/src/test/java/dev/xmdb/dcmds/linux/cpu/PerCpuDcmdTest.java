package dev.xmdb.dcmds.linux.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** A CPU's copy lies at the symbol's value plus the CPU's word in {@code __per_cpu_offset}; that sum is made here by expressions. */
class PerCpuDcmdTest {
    private final Conversation session = new Conversation(LinuxDomain.target());

    private static String sum(Conversation session, String variable, int cpu) {
        return session.run("*(__per_cpu_offset+" + 8 * cpu + ")+" + variable + "=K")
                .strip();
    }

    @Test
    void aVariableOfEveryCpuHasAPlaceForEach() {
        String place = sum(session, "runqueues", 0);
        assertThat(session.run("runqueues::percpu"))
                .isEqualTo("CPU ADDR             NAME\n  0 " + place + " runqueues\n");
        assertThat(session.run("runqueues::walk percpu")).isEqualTo("0x" + place + "\n");
        assertThat(session.run("runqueues::percpu -c 0 | ::eval .=K").strip()).isEqualTo(place);
        assertThat(session.errors("runqueues::percpu -c 1,3-5")).isEqualTo("xmdb: no CPU has a number among 1,3-5\n");
        assertThat(session.errors("::percpu -c 0")).startsWith("Usage: ");
    }

    @Test
    void aPlaceTellsItsType() {
        String place = sum(session, "runqueues", 0);
        assertThat(session.run("runqueues::walk percpu | ::print nr_running"))
                .isEqualTo(session.run(place + "::print struct rq nr_running"))
                .startsWith("nr_running = ");
        assertThat(session.run(sum(session, "cpu_number", 0) + "::print")).isEqualTo("0\n");
        assertThat(session.run("current_task::walk percpu | ::print comm"))
                .startsWith("comm = [ \"")
                .isEqualTo(session.run("*" + sum(session, "current_task", 0) + "::print struct task_struct comm"));
    }

    @Test
    void theSymbolAloneStandsForNoneOfThem() {
        String expected = "xmdb: runqueues is a per-CPU variable (struct rq): CPU 0 has it at "
                + sum(session, "runqueues", 0) + "; try runqueues::walk percpu | ::print\n";
        for (String command : new String[] {"print", "print nr_running", "print struct rq nr_running", "array"}) {
            assertThat(session.errors("runqueues::" + command)).as(command).isEqualTo(expected);
            assertThat(session.emissions()).isEmpty();
            assertThat(session.outcome().succeeded()).isFalse();
        }
    }

    @Test
    void everyVariableIsListedWithItsType() {
        String list = session.run("::percpu");
        assertThat(list)
                .startsWith("VALUE                SIZE NAME                             TYPE\n")
                .containsPattern("(?m)^ +" + session.run("cpu_number=J").strip() + " +4 cpu_number +int$")
                .containsPattern("(?m)^ +" + session.run("runqueues=J").strip() + " +[0-9a-f]+ runqueues +struct rq$");
        assertThat(list.lines().count()).isGreaterThan(300);
    }

    @Test
    void crashesWordForACopyIsUnderstood() {
        assertThat(session.run("p runqueues:0 --mdb")).isEqualTo("runqueues::percpu -c 0t0 | ::print\n");
        assertThat(session.run("p runqueues:a --mdb")).isEqualTo("runqueues::percpu | ::print\n");
        assertThat(session.run("p runqueues:1,3-12 --mdb")).isEqualTo("runqueues::percpu -c 0t1,0t3-0t12 | ::print\n");
        assertThat(session.run("p cpu_number:0")).isEqualTo("0\n");
    }

    @Test
    void whatIsNoPerCpuPointerIsTold() {
        assertThat(session.errors("1234567::walk percpu")).startsWith("xmdb: 1234567 is no per-CPU variable: ");
        assertThat(session.outcome().succeeded()).isFalse();
    }

    @Test
    @EnabledIfEnvironmentVariable(named = LinuxDomain.IMAGES, matches = ".+")
    void everyCpuHasItsNumber() {
        for (String image : new String[] {"linux-pv64", "linux-pvh", "linux-5.10-hvm"}) {
            var real = new Conversation(LinuxDomain.real(image));
            assertThat(real.run("cpu_number::walk percpu | ::print -d"))
                    .as(image)
                    .isEqualTo("0\n1\n");
            assertThat(real.run("runqueues::walk percpu | ::print cpu"))
                    .as(image)
                    .isEqualTo("cpu = 0\ncpu = 0x1\n");
            assertThat(real.run("runqueues::percpu -c 1 | ::print cpu"))
                    .as(image)
                    .isEqualTo("cpu = 0x1\n");
            assertThat(real.run("runqueues::percpu | ::eval .=K").lines().map(String::strip))
                    .as(image)
                    .containsExactly(sum(real, "runqueues", 0), sum(real, "runqueues", 1));
        }
    }
}
