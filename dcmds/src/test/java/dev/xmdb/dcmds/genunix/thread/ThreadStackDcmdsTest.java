package dev.xmdb.dcmds.genunix.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.dcmds.TamperedDomain;
import dev.xmdb.dcmds.TrueStacks;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.Value;
import dev.xmdb.sim.truth.Facts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stacks of threads against the truth about them; offsets are those of the kernel's kthread_t. */
class ThreadStackDcmdsTest {
    private static final long T0 = 0xfffffffffbc2fa80L;
    private static final int T_STK = 8;
    private static final int T_SCHEDFLAG = 40;
    private static final int T_SP = 64;
    private static final int T_FLAG = 36;
    private static final int T_STKBASE = 640;

    private final SolarisDomain domain = SolarisDomain.sxc16();
    private final Conversation session = domain.conversation();

    private static List<Facts> withStacks(SolarisDomain domain) {
        return domain.truth().list("threads").stream()
                .filter(thread -> !thread.list("stack").isEmpty())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyStackIsThatOfTheThread(long seed) {
        SolarisDomain other = SolarisDomain.of("sxc16", seed);
        Conversation own = other.conversation();
        for (Facts thread : withStacks(other)) {
            String address = Long.toHexString(thread.number("address"));
            String text = own.run(address + "::findstack -v");
            assertThat(text)
                    .startsWith(
                            "stack pointer for thread " + address + ": " + Long.toHexString(thread.number("sp")) + "\n")
                    .endsWith(TrueStacks.lines(
                            thread.list("stack").stream()
                                    .map(TrueStacks::callWithFramePointer)
                                    .toList(),
                            2));
            assertThat(own.run(address + "::findstack"))
                    .endsWith(TrueStacks.lines(
                            thread.list("stack").stream()
                                    .map(frame -> TrueStacks.place(frame) + "()")
                                    .toList(),
                            2));
        }
    }

    @Test
    void theStackOfARunningThreadBeginsWithTheRegistersOfItsVcpu() {
        // The clock's interrupt switched from it to the CPU's own interrupt stack; it had interrupted a taskq's thread.
        assertThat(session.run("ffffff00010bfc80::findstack -v")).isEqualTo("""
                stack pointer for thread ffffff00010bfc80: ffffff00010bfa80
                running on CPU 0: from the registers of vCPU 0
                [ ffffff00010bfa80 switch_sp_and_call+0x13() ]
                  ffffff00010bfab0 do_interrupt+0x11d(ffffff00010bfaf0, fffffffffbc86f98)
                  ffffff00010bfae0 xen_callback_handler+0x42b(ffffff00010bfaf0, fffffffffbc86f98)
                  ffffff00010bfaf0 xen_callback+0x194()
                  ffffff00010bfc30 av_dispatch_softvect+0x79(a)
                  ffffff00010bfc60 dispatch_softint+0x38(9, 0)
                """);
        assertThat(session.run("ffffff00010bfc80::findstack")).doesNotContain("running on");
    }

    @Test
    void whatIsWrongWithAThreadsStackIsSaid() {
        assertThat(damaged(T_SCHEDFLAG, 2, 2)).isEqualTo("xmdb: thread fffffffffbc2fa80 isn't in memory\n");
        assertThat(damaged(T_STK, 8, 0xfffffffffb000000L))
                .isEqualTo("xmdb: stack base or stack top corrupt for thread fffffffffbc2fa80\n");
        assertThat(damaged(T_STKBASE, 8, 0xfffffffffb000000L))
                .isEqualTo("xmdb: stack size for thread fffffffffbc2fa80 is too big to be reasonable\n");
        assertThat(damaged(T_STKBASE, 8, 0xfffffffffbc25000L - 0xf0000))
                .isEqualTo("xmdb: couldn't read entire stack for thread fffffffffbc2fa80\n");
        assertThat(session.errors("ffffff000204dc80::findstack"))
                .satisfiesAnyOf(
                        text -> assertThat(text).contains("consistent stack"),
                        text -> assertThat(text).isEmpty());
        assertThat(session.errors("7000::findstack")).startsWith("xmdb: failed to read kthread_t at 7000: ");
        assertThat(session.errors("::findstack")).startsWith("Usage: ");
    }

    private String damaged(int offset, int size, long value) {
        try (TamperedDomain tampered = TamperedDomain.of(domain)) {
            return tampered.put(T0 + offset, size, value).conversation().errors("t0::findstack");
        }
    }

    @Test
    void aStackWhoseBeginningIsNotKnownIsSearchedFor() {
        List<Facts> frames = withStacks(domain).getFirst().list("stack");
        try (TamperedDomain tampered = TamperedDomain.of(domain)) {
            Conversation lost = tampered.word(T0 + T_SP, 0x1234).conversation();
            assertThat(lost.run("t0::findstack"))
                    .startsWith("stack pointer for thread fffffffffbc2fa80: ")
                    .doesNotContain("[ ")
                    .endsWith(TrueStacks.lines(
                            frames.stream()
                                    .map(frame -> TrueStacks.place(frame) + "()")
                                    .toList(),
                            2));
        }
        // The frame of cv_wait leads into the void: what is above it is a chain of one, and what is below one of two
        // steps.
        try (TamperedDomain tampered = TamperedDomain.of(domain)) {
            Facts last = frames.getLast();
            Conversation torn =
                    tampered.word(frames.get(frames.size() - 2).number("fp"), 0).conversation();
            assertThat(last.text("function")).isEqualTo("thread_start");
            assertThat(torn.run("t0::findstack"))
                    .isEqualTo("Possible stack pointers for thread fffffffffbc2fa80:\n  "
                            + Long.toHexString(frames.getFirst().number("fp")) + " (2)\n");
            assertThat(torn.outcome().succeeded()).isFalse();
            assertThat(torn.run("::stacks -t sleep")).contains("                 <no consistent stack found>\n\n");
        }
    }

    private record Alike(String state, String object, String stack) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void threadsThatDoTheSameAreGroupedAndTheLargestGroupComesFirst(long seed) {
        SolarisDomain other = SolarisDomain.of("sxc16", seed);
        Map<Alike, List<Long>> expected = new LinkedHashMap<>();
        for (Facts thread : withStacks(other)) {
            expected.computeIfAbsent(
                            new Alike(
                                    thread.text("state").toUpperCase(java.util.Locale.ROOT),
                                    "",
                                    thread.list("stack").stream()
                                            .map(TrueStacks::place)
                                            .collect(Collectors.joining(" "))),
                            same -> new ArrayList<>())
                    .add(thread.number("address"));
        }
        Conversation own = other.conversation();
        own.run("::stacks -T free");
        Map<Alike, List<Long>> found = new LinkedHashMap<>();
        Set<Long> running = new HashSet<>();
        other.truth().list("cpus").forEach(cpu -> running.add(cpu.number("thread")));
        List<Long> counts = new ArrayList<>();
        for (Emission.Row row : own.rows()) {
            Map<String, Value> values = row.fields().stream().collect(Collectors.toMap(Field::name, Field::value));
            List<Long> threads = ((Value.Many) values.get("threads"))
                    .values().stream()
                            .map(each -> ((Value.Address) each).value())
                            .toList();
            counts.add(-(long) threads.size());
            if (!running.contains(threads.getFirst())) {
                String stack = ((Value.Many) values.get("stack"))
                        .values().stream()
                                .map(each -> String.valueOf(((Value.SymbolRef) each).symbol()))
                                .collect(Collectors.joining(" "));
                found.put(new Alike(((Value.Text) values.get("state")).text(), "", stack), threads);
            }
        }
        assertThat(found).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(counts).isSorted();
    }

    @Test
    void aGroupIsPrintedUnderOneHeaderWithItsCount() {
        assertThat(session.run("::stacks")).startsWith("THREAD           STATE    SOBJ                COUNT\n");
        assertThat(session.run("ffffff0001505c80::stacks")).isEqualTo("""
                THREAD           STATE    SOBJ                COUNT
                ffffff0001505c80 ONPROC   <NONE>                  1
                                 idle+0x10c
                                 thread_start+8

                """);
    }

    @Test
    void everyThreadOfAGroupIsListedOnDemand() {
        int threads = (int) SolarisDomain.sxc16().truth().list("threads").stream()
                .filter(thread -> thread.list("stack").stream()
                        .anyMatch(frame -> frame.text("function").equals("taskq_thread")))
                .count();
        String all = session.run("::stacks -a -c taskq_thread");
        assertThat(all).startsWith("THREAD           STATE    SOBJ                COUNT\n");
        assertThat(all.lines().filter(line -> line.endsWith("        -"))).hasSize(threads - 1);
        assertThat(all.lines().filter(line -> line.endsWith("        " + threads)))
                .hasSize(1);
        assertThat(session.run("::stacks -c taskq_thread | ::map .").lines()).hasSize(1);
        assertThat(session.run("::stacks -a -c taskq_thread | ::map .").lines()).hasSize(threads);
    }

    @Test
    void filtersKeepOrRemoveGroups() {
        long all = groups("::stacks");
        assertThat(groups("::stacks -t sleep") + groups("::stacks -T sleep")).isEqualTo(all);
        assertThat(groups("::stacks -s CV") + groups("::stacks -S cv")).isEqualTo(all);
        assertThat(groups("::stacks -s ALL") + groups("::stacks -S ALL")).isEqualTo(all);
        assertThat(groups("::stacks -m genunix") + groups("::stacks -M genunix"))
                .isEqualTo(all);
        assertThat(groups("::stacks -c cv_wait") + groups("::stacks -C cv_wait"))
                .isEqualTo(all);
        assertThat(groups("::stacks -c cv_wait -c turnstile_block"))
                .isEqualTo(groups("::stacks -c cv_wait") + groups("::stacks -c turnstile_block"));
        assertThat(groups("::stacks -c cv_wait -c turnstile_block -t run")).isEqualTo(1);
        assertThat(session.run("::stacks -i")).isEqualTo(session.run("::stacks -S CV -T FREE"));
        assertThat(groups("::stacks -c cv_wait+0x61")).isEqualTo(groups("::stacks -c cv_wait"));
        assertThat(groups("::stacks -c cv_wait+0x60")).isZero();
        assertThat(session.errors("::stacks -c nothing")).startsWith("xmdb: stacks: evaluation of \"nothing\" failed");
        assertThat(session.errors("::stacks -m nothing")).isEqualTo("xmdb: stacks: module \"nothing\" is unknown\n");
        assertThat(session.errors("::stacks -t nothing")).isEqualTo("xmdb: tstate \"nothing\" not recognized\n");
        assertThat(session.errors("::stacks -s nothing")).isEqualTo("xmdb: sobj type \"nothing\" not recognized\n");
    }

    private long groups(String command) {
        session.run(command);
        return session.rows().size();
    }

    @Test
    void onlyThreadsOfThePipeCount() {
        String process = Long.toHexString(withStacks(domain).getLast().number("process"));
        assertThat(session.run(process + "::walk thread | ::stacks"))
                .contains(" 1\n")
                .startsWith("THREAD");
        session.run("::walk thread | ::stacks");
        assertThat(session.rows()).hasSize((int) groups("::stacks"));
        assertThat(session.run("::stacks -t sleep | ::stacks -a | ::map ."))
                .isEqualTo(session.run("::stacks -t sleep | ::map ."));
        assertThat(session.errors("7000::stacks")).isEqualTo("xmdb: stacks: 7000 not in thread list\n");
        assertThat(session.run("::walk thread | ::grep 0 | ::stacks")).isEmpty();
    }

    @Test
    void gatheringIsToldOfAndHappensOnce() {
        try (TamperedDomain tampered = TamperedDomain.of(domain)) {
            Conversation own = tampered.put(T0 + T_FLAG, 2, 0x800).conversation();
            int threads = domain.truth().list("threads").size();
            assertThat(own.errors("::stacks -v"))
                    .startsWith("xmdb: stacks: processing kernel threads\nxmdb: stacks: ")
                    .endsWith(" unique stacks / " + threads + " threads\nxmdb: stacks: done\n");
            assertThat(own.outcome().succeeded()).isTrue();
            assertThat(own.errors("::stacks -v")).isEmpty();
            assertThat(own.errors("::stacks -fv")).contains("processing");
            assertThat(own.run("::stacks")).contains("fffffffffbc2fa80 PANIC    CV                      1\n");
            own.run("::stacks");
            assertThat(own.rows().getLast().text()).startsWith("fffffffffbc2fa80 PANIC");
            assertThat(own.run("::stacks -i")).contains("PANIC");
            assertThat(own.run("::stacks -t panic").lines()).hasSize(6);
        }
    }
}
