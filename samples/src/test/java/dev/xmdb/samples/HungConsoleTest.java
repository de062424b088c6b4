package dev.xmdb.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.sim.scenario.Scenario;
import dev.xmdb.sim.solaris.FrozenDomain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A domain whose console hung was once looked at with the debugger of that time, and what it said was written down. The simulated
 * domain of the first seed is that one: the same commands have to print the same, from either container.
 */
final class HungConsoleTest {
    private static final String STATUS = """
            debugging domain crash dump FILE (64-bit) from sxc16
            operating system: 5.11 onnv-johnlev (i86pc)
            """;

    private static final String CPUINFO = """
             ID ADDR             FLG NRUN BSPL PRI RNRN KRNRN SWITCH THREAD           PROC
              0 fffffffffbc4b7f0  1b   40    9 169  yes   yes t-1408926 ffffff00010bfc80 sched
            """;

    /** The header ends in a blank. */
    private static final String CHANNELS = """
            Type          Evtchn IRQ IPL CPU ISR(s)\s
            evtchn        1      257 1   0   xenbus_intr
            evtchn        2      260 9   0   xenconsintr
            virq:debug    3      256 15  0   xen_debug_handler
            virq:timer    4      258 14  0   cbe_fire
            evtchn        5      259 5   0   xdf_intr
            evtchn        6      261 6   0   xnf_intr
            evtchn        7      262 6   0   xnf_intr
            """;

    private static String stack = "";

    private static final String OWNERS = """
            ffffff01d6f09c00 is ffffff01d6f09c00+0, allocated as a thread structure
            ffffff01c8c98438 is ffffff01c8c983e8+50, bufctl ffffff01c8ebf8d0 allocated from as_cache
            ffffff01d44d7e80 is ffffff01d44d7e80+0, bufctl ffffff01d3a2b388 allocated from kmem_alloc_40
            """;

    private static final int STATE = "Type          Evtchn IRQ IPL CPU ".length();
    private static final int AFTER_STATE = STATE + "Masked Pending ".length();

    @TempDir
    private static Path folder;

    private static SimulatedImage elf = SimulatedImage.NONE;
    private static SimulatedImage old = SimulatedImage.NONE;

    /** One of the containers, and a session on it that lasts for all tests. */
    private record SimulatedImage(Path file, TextSession session) {
        static final SimulatedImage NONE = new SimulatedImage(Path.of(""), TextSession.NONE);

        static SimulatedImage of(Path file) throws IOException {
            return new SimulatedImage(file, TextSession.on(file));
        }

        String run(String commands) {
            return session.run(commands).replace(file.toString(), "FILE");
        }
    }

    @BeforeAll
    static void dump() throws IOException {
        try (var golden = HungConsoleTest.class.getResourceAsStream("hung-console-stack.txt")) {
            stack = new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.US_ASCII);
        }
        FrozenDomain domain = Scenario.find("sxc16").orElseThrow().freeze(new Scenario.Options(1, 1 << 14));
        domain.writeElf(folder.resolve("elf.domu"));
        domain.writeXcCore(folder.resolve("old.domu"));
        elf = SimulatedImage.of(folder.resolve("elf.domu"));
        old = SimulatedImage.of(folder.resolve("old.domu"));
    }

    @AfterAll
    static void close() {
        elf.session().close();
        old.session().close();
    }

    @Test
    void theDomainIsGreetedByItsNameAndItsKernel() {
        assertThat(elf.run("::status")).isEqualTo(STATUS);
        // The older container tells less of its frames, and that is told after them.
        assertThat(old.run("::status")).startsWith(STATUS);
    }

    @Test
    void theCpuHasNotSwitchedThreadsForHours() {
        assertThat(elf.run("::cpuinfo")).isEqualTo(CPUINFO);
        assertThat(old.run("::cpuinfo")).isEqualTo(CPUINFO);
    }

    @Test
    void theChannelsAreThoseOfTheSessionAndTheirStateIsToldWhereTheContainerHasIt() {
        assertThat(old.run("::evtchns")).isEqualTo(CHANNELS);
        assertThat(elf.run("::evtchns").lines().map(line -> line.substring(0, STATE) + line.substring(AFTER_STATE)))
                .containsExactlyElementsOf(CHANNELS.lines().toList());
        assertThat(elf.run("::evtchns")).startsWith("Type          Evtchn IRQ IPL CPU Masked Pending ISR(s) \n");
    }

    @Test
    void interruptsLieOverInterruptsOverTheConsolesTaskqThread() {
        assertThat(stack.lines()).hasSize(31);
        for (String command : List.of("::cpustack -c 0", "::cpustack", "fffffffffbc4b7f0::cpustack")) {
            assertThat(elf.run(command)).as(command).isEqualTo(stack);
            assertThat(old.run(command)).as(command).isEqualTo(stack);
        }
    }

    @Test
    void addressesBelongToThreadsAddressSpacesAndBuffers() {
        String commands = "ffffff01d6f09c00::whatis\nffffff01c8c98438::whatis\nffffff01d44d7e80::whatis";
        assertThat(elf.run(commands)).isEqualTo(OWNERS);
        assertThat(old.run(commands)).isEqualTo(OWNERS);
    }

    @Test
    void theConsolesThreadBelongsToATaskqWhichCanBeLeftOut() {
        assertThat(elf.run("::threadlist"))
                .contains("ffffff0001593c80 fffffffffbc2ebb0                0 tq:streams_taskq\n");
        assertThat(elf.run("::threadlist -t")).doesNotContain("tq:").contains("ffffff01d6f09c00 ");
    }

    @Test
    void bothContainersGiveTheSameAnswers() {
        for (String command : List.of(
                "::threadlist -v",
                "::walk thread | ::findstack -v",
                "::walk kmem_cache | ::walk kmem | ::whatis",
                "::ps",
                "::taskq",
                "::callout",
                "::xsring",
                "::msgbuf",
                "::walk cpu | ::print cpu_t",
                "fffffffffbc4b7f0::vatopfn")) {
            assertThat(old.run(command)).as(command).isEqualTo(elf.run(command)).isNotEmpty();
        }
    }
}
