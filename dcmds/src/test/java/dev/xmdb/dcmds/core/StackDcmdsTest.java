package dev.xmdb.dcmds.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.dcmds.TamperedDomain;
import dev.xmdb.dcmds.TrueStacks;
import dev.xmdb.sim.truth.Facts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected text is a session of 2007 with a hung console, or follows from what the simulator says of its stacks. */
class StackDcmdsTest {
    private static final String HUNG_CONSOLE = hungConsole();

    private static String hungConsole() {
        try {
            return Files.readString(Path.of(
                    "..", "samples", "src", "test", "resources", "dev", "xmdb", "samples", "hung-console-stack.txt"));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private final Conversation session = SolarisDomain.sxc16().conversation();

    @Test
    void theStackOfTheHungConsoleIsThatOfTheSession() {
        assertThat(session.run("::cpustack -c 0")).isEqualTo(HUNG_CONSOLE);
        assertThat(session.messages()).isEmpty();
        assertThat(session.outcome().succeeded()).isTrue();
    }

    @Test
    void aCpuIsChosenByItsStructureItsIndexOrNotAtAll() {
        assertThat(session.run("fffffffffbc4b7f0::cpustack")).isEqualTo(HUNG_CONSOLE);
        assertThat(session.run("0::cpustack")).isEqualTo(HUNG_CONSOLE);
        assertThat(session.run("::cpustack")).isEqualTo(HUNG_CONSOLE);
        assertThat(session.run("1234::cpustack -c 0")).isEqualTo(HUNG_CONSOLE);
        assertThat(session.run("::cpustack -a")).isEqualTo("vCPU 0:\n" + HUNG_CONSOLE);
    }

    @Test
    void aCountLimitsArguments() {
        assertThat(session.run("::cpustack 1")).contains("turnstile_wakeup+0x16e(fffffffec33a64d8)\n");
        assertThat(session.run("::cpustack 0")).doesNotContain(", ").contains("turnstile_wakeup+0x16e()\n");
        assertThat(session.run("$c -n")).contains("turnstile_wakeup+0x16e()\n");
        assertThat(session.run("$C 1"))
                .contains("ffffff0001593760 turnstile_wakeup+0x16e(fffffffec33a64d8, 0, 1, 0)\n");
        assertThat(session.run("$C 0")).contains("ffffff0001593760 turnstile_wakeup+0x16e()\n");
    }

    @Test
    void typesAndSizesAreShownOnDemand() {
        assertThat(session.run("$c -t"))
                .contains("int xenconswput+0x64(queue_t *fffffffec42cb658, mblk_t *fffffffecd6935a0)\n");
        assertThat(session.run("ffffff0001593760::stackregs -s"))
                .startsWith("[  a0] ffffff00015937c0 mutex_vector_exit+0x6a");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 11})
    void stacksAreThoseOfTheDomainWithTheirArguments(long seed) {
        SolarisDomain domain = SolarisDomain.of("sxc16", seed);
        Facts vcpu = domain.truth().list("vcpus").getFirst();
        List<Facts> frames = vcpu.list("stack");
        Conversation own = domain.conversation();
        assertThat(own.run("::cpustack"))
                .isEqualTo(
                        TrueStacks.lines(frames.stream().map(TrueStacks::call).toList(), 0));
        assertThat(own.run("::cpustack -v"))
                .isEqualTo(TrueStacks.lines(
                        frames.stream().map(TrueStacks::callWithFramePointer).toList(), 0));
        assertThat(own.run(Long.toHexString(vcpu.number("rbp")) + "::stack"))
                .isEqualTo(
                        TrueStacks.lines(frames.stream().map(TrueStacks::call).toList(), 0));
        assertThat(own.run("$c").lines().skip(1))
                .containsExactlyElementsOf(frames.stream().map(TrueStacks::call).toList());
    }

    @Test
    void whatIsNoCpuIsNamed() {
        assertThat(session.errors("1234::cpustack"))
                .startsWith("xmdb: failed to find cpuid for cpu at 1234: no mapping for address: ");
        assertThat(session.errors("1234::cpuregs")).startsWith("xmdb: failed to find cpuid for cpu at 1234: ");
        assertThat(session.errors("::cpustack -c 7")).isEqualTo("xmdb: failed to get regs for cpu 7\n");
        assertThat(session.errors("0::cpustack -a"))
                .startsWith("xmdb: only one of an address, -a and -c may be given\nUsage: ");
        assertThat(session.errors("$c 1 2")).startsWith("Usage: ");
        assertThat(session.run("fffffffffbc4b7f0::cpuregs")).isEqualTo(session.run("::regs"));
    }

    @Test
    void aWalkThatDoesNotEndSoundlySaysWhy() {
        try (TamperedDomain domain = TamperedDomain.of(SolarisDomain.sxc16())) {
            // The frame of mutex_vector_exit leads back to that of turnstile_wakeup.
            Conversation circle =
                    domain.word(0xffffff00015937c0L, 0xffffff0001593760L).conversation();
            assertThat(circle.run("::cpustack").lines()).hasSize(20);
            assertThat(circle.messages())
                    .isEqualTo("xmdb: stack ends at ffffff0001593760: stack frames run in a circle\n");
            assertThat(circle.outcome().succeeded()).isFalse();
        }
        try (TamperedDomain domain = TamperedDomain.of(SolarisDomain.sxc16())) {
            Conversation lost = domain.word(0xffffff00015937c0L, 0x1000).conversation();
            assertThat(lost.errors("::cpustack")).startsWith("xmdb: stack ends at 1000: L4 entry not present");
        }
    }
}
