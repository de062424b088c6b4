package dev.xmdb.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.sim.machine.Virtualisation;
import dev.xmdb.sim.solaris.FrozenDomain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads images of domains that ran, by the test's own means: what a kernel that was stopped anywhere must look like. */
final class RunImageTest {
    private static final int PAGES = 12288;
    private static final long POINTER = ~7L;
    private static final int SEEDS = 4;
    private static final List<Integer> VCPUS = List.of(1, 2, 16, 5);

    @TempDir
    Path folder;

    /** Something to be checked in an image. */
    private interface Check {
        void in(FrozenDomain frozen, ImageKernel kernel);
    }

    private void check(String domain, long seed, int vcpus, Check check) throws IOException, DataFormatException {
        FrozenDomain frozen = Scenario.find(domain)
                .orElseThrow()
                .freeze(new Scenario.Options(seed, PAGES, vcpus, 0, Virtualisation.PV));
        Path image = folder.resolve(domain + seed);
        frozen.writeElf(image);
        try (ImageMemory memory = new ImageMemory(image)) {
            check.in(frozen, new ImageKernel(memory));
        }
        Files.delete(image);
    }

    /** A thread as it is in the image. */
    private record Found(long va, int state, int flags, int priority, long operations, long channel, long turnstile) {
        boolean interrupts() {
            return (flags & 1) != 0;
        }
    }

    private static Map<Long, Found> threads(ImageKernel kernel) {
        Map<Long, Found> threads = new HashMap<>();
        ImageMemory memory = kernel.memory;
        long first = memory.u64(kernel.address("allthreads"));
        long at = first;
        do {
            int own = (short) memory.u16(at + 48);
            int inherited = (short) memory.u16(at + 50);
            threads.put(
                    at,
                    new Found(
                            at,
                            memory.u32(at + 44),
                            memory.u16(at + 36),
                            inherited == 0 ? own : Math.max(own, inherited),
                            memory.u64(at + 136),
                            memory.u64(at + 128),
                            memory.u64(at + 560)));
            at = memory.u64(at + 400);
        } while (at != first);
        return threads;
    }

    private static List<Long> cpus(ImageKernel kernel) {
        List<Long> cpus = new ArrayList<>();
        long first = kernel.memory.u64(kernel.address("cpu_list"));
        for (long cpu = first; cpus.isEmpty() || cpu != first; cpu = kernel.memory.u64(cpu + 96)) {
            cpus.add(cpu);
        }
        return cpus;
    }

    /** Every domain but the biggest, stopped at several moments, with one vCPU and with many. */
    private static Stream<Arguments> domains() {
        return Scenario.all().stream()
                .filter(each -> !each.name().equals("big"))
                .flatMap(each -> IntStream.range(0, SEEDS).mapToObj(seed -> {
                    int vcpus = VCPUS.get(seed % VCPUS.size());
                    int possible = Math.clamp(vcpus, each.leastVcpus(), each.mostVcpus());
                    return Arguments.of(each.name(), seed + 1L, possible);
                }));
    }

    @ParameterizedTest
    @MethodSource("domains")
    void aStoppedKernelAgreesWithItself(String domain, long seed, int vcpus) throws IOException, DataFormatException {
        check(domain, seed, vcpus, (frozen, kernel) -> {
            Map<Long, Found> threads = threads(kernel);
            queuesHoldTheThreadsThatCouldRun(kernel, threads);
            cpusRunWhatIsOnThem(kernel, threads);
            sleepersAreWhereTheirObjectsLookForThem(kernel, threads);
            turnstilesAgreeWithTheirLocks(kernel, threads);
            if (!domain.equals("stack-corruption")) {
                stacksLeadToTheirTops(kernel, threads);
            }
        });
    }

    private static void queuesHoldTheThreadsThatCouldRun(ImageKernel kernel, Map<Long, Found> threads) {
        ImageMemory memory = kernel.memory;
        Set<Long> queued = new HashSet<>();
        for (long cpu : cpus(kernel)) {
            long queue = memory.u64(cpu + 224);
            int highest = -1;
            int count = 0;
            for (int priority = 0; priority < memory.u16(queue + 2); priority++) {
                long list = memory.u64(queue + 8) + priority * 24L;
                int before = count;
                for (long thread = memory.u64(list); thread != 0; thread = memory.u64(thread)) {
                    assertThat(queued.add(thread)).isTrue();
                    assertThat(threads.get(thread).state()).isEqualTo(2);
                    assertThat(threads.get(thread).priority()).isEqualTo(priority);
                    assertThat(memory.u64(thread + 504)).isEqualTo(queue);
                    highest = priority;
                    count++;
                }
                assertThat(memory.u32(list + 16)).isEqualTo(count - before);
                long word = memory.u64(memory.u64(queue + 24) + (priority / 64) * 8L);
                assertThat((word >>> (priority % 64)) & 1).isEqualTo(count > before ? 1 : 0);
            }
            assertThat(memory.u32(queue + 36)).isEqualTo(count);
            assertThat((short) memory.u16(queue + 32)).isEqualTo((short) highest);
        }
        threads.values().forEach(each -> assertThat(queued.contains(each.va())).isEqualTo(each.state() == 2));
    }

    private static void cpusRunWhatIsOnThem(ImageKernel kernel, Map<Long, Found> threads) {
        ImageMemory memory = kernel.memory;
        for (long cpu : cpus(kernel)) {
            long current = memory.u64(cpu + 24);
            int active = memory.u32(cpu + 280) & 0x7ff;
            long thread = current;
            while (threads.get(thread).interrupts()) {
                assertThat(threads.get(thread).state()).isEqualTo(4);
                int level = memory.u8(thread + 210);
                assertThat(active & (1 << level)).isNotZero();
                active &= ~(1 << level);
                thread = memory.u64(thread + 256);
            }
            assertThat(active).isZero();
            assertThat(threads.get(thread).state()).isEqualTo(4);
            assertThat(memory.u64(cpu + 240)).isEqualTo(thread);
            assertThat(memory.u64(thread + 216)).isEqualTo(cpu);
            if (thread == memory.u64(cpu + 32) && (memory.u32(cpu + 280) & ~0x7ff) == 0 && current == thread) {
                assertThat(memory.u32(memory.u64(cpu + 224) + 36)).isZero();
            }
        }
    }

    private static void sleepersAreWhereTheirObjectsLookForThem(ImageKernel kernel, Map<Long, Found> threads) {
        ImageMemory memory = kernel.memory;
        Map<Long, Integer> counts = new HashMap<>();
        long table = kernel.address("sleepq_head");
        for (Found thread : threads.values()) {
            assertThat(thread.operations() != 0).isEqualTo(thread.state() == 1);
            if (thread.operations() == kernel.address("cv_sobj_ops")) {
                counts.merge(thread.channel(), 1, Integer::sum);
                long channel = thread.channel();
                long head = table + ((channel >>> 2 ^ channel >>> 13 ^ channel >>> 24) & 2047) * 16;
                assertThat(memory.u64(thread.va() + 488)).isEqualTo(head + 8);
                assertThat(chain(memory, memory.u64(head))).contains(thread.va());
            } else if (thread.operations() == kernel.address("sema_sobj_ops")) {
                assertThat(chain(memory, memory.u64(thread.channel()))).contains(thread.va());
            }
        }
        counts.forEach((condition, count) -> assertThat(memory.u16(condition)).isEqualTo(count));
    }

    private static List<Long> chain(ImageMemory memory, long first) {
        List<Long> chain = new ArrayList<>();
        for (long thread = first; thread != 0; thread = memory.u64(thread)) {
            chain.add(thread);
        }
        return chain;
    }

    private static void turnstilesAgreeWithTheirLocks(ImageKernel kernel, Map<Long, Found> threads) {
        ImageMemory memory = kernel.memory;
        int waiting = 0;
        for (int index = 0; index < 256; index++) {
            long at = memory.u64(kernel.address("turnstile_table") + index * 16L);
            for (; at != 0; at = memory.u64(at)) {
                long lock = memory.u64(at + 16);
                List<Long> waiters = chain(memory, memory.u64(at + 48));
                waiters.addAll(chain(memory, memory.u64(at + 56)));
                assertThat(waiters).hasSize(memory.u32(at + 24)).isNotEmpty();
                assertThat(memory.u64(lock) & 1).isOne();
                int urgent = -1;
                for (long waiter : waiters) {
                    Found thread = threads.get(waiter);
                    assertThat(thread.state()).isOne();
                    assertThat(thread.channel()).isEqualTo(lock);
                    assertThat(thread.turnstile()).isEqualTo(at);
                    urgent = Math.max(urgent, thread.priority());
                }
                boolean mutex = threads.get(waiters.getFirst()).operations() == kernel.address("mutex_sobj_ops");
                if (mutex) {
                    assertThat(threads.get(memory.u64(lock) & POINTER).priority())
                            .isGreaterThanOrEqualTo(urgent);
                }
                waiting += waiters.size();
            }
        }
        Set<Long> locks = Set.of(kernel.address("mutex_sobj_ops"), kernel.address("rw_sobj_ops"));
        assertThat(threads.values().stream().filter(each -> locks.contains(each.operations())))
                .hasSize(waiting);
    }

    private static void stacksLeadToTheirTops(ImageKernel kernel, Map<Long, Found> threads) {
        ImageMemory memory = kernel.memory;
        for (Found thread : threads.values()) {
            if (thread.interrupts() || thread.state() == 4) {
                continue;
            }
            long top = memory.u64(thread.va() + 8);
            long fp = memory.u64(thread.va() + 64);
            assertThat(fp).isBetween(memory.u64(thread.va() + 640), top);
            while (fp != top && top - fp != 16) {
                long next = memory.u64(fp);
                assertThat(next).isGreaterThan(fp).isLessThanOrEqualTo(top);
                fp = next;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aDeadlockIsACircleOfOwners(long seed) throws IOException, DataFormatException {
        check("mutex-deadlock", seed, 1 + (int) (seed % 3), (frozen, kernel) -> {
            Map<String, Object> fault = fault(frozen);
            List<?> circle = (List<?>) fault.get("threads");
            assertThat(circle.size()).isGreaterThanOrEqualTo(3);
            long first = number(circle.getFirst());
            long thread = first;
            for (int step = 0; step < circle.size(); step++) {
                assertThat(thread).isEqualTo(number(circle.get(step)));
                assertThat(kernel.memory.u64(thread + 136)).isEqualTo(kernel.address("mutex_sobj_ops"));
                thread = kernel.memory.u64(kernel.memory.u64(thread + 128)) & POINTER;
            }
            assertThat(thread).isEqualTo(first);
        });
    }

    @Test
    void theHungTaskqHasMoreWorkThanItsThreadCanDo() throws IOException, DataFormatException {
        check("hung-taskq", 2, 1, (frozen, kernel) -> {
            Map<String, Object> fault = fault(frozen);
            long taskq = number(fault.get("taskq"));
            int queued = 0;
            for (long entry = kernel.memory.u64(taskq + 112); entry != taskq + 112; entry = kernel.memory.u64(entry)) {
                assertThat(kernel.memory.u64(entry + 16)).isEqualTo(kernel.address("ufs_delete"));
                queued++;
            }
            assertThat(queued).isEqualTo(fault.get("queued")).isPositive();
            assertThat(kernel.memory.u32(taskq + 60)).isOne();
        });
    }

    @Test
    void theLostInterruptIsPendingAndMasked() throws IOException, DataFormatException {
        check("lost-interrupt", 2, 1, (frozen, kernel) -> {
            var shared = kernel.memory.image().sharedInfo().orElseThrow();
            assertThat(shared.pending(5)).isTrue();
            assertThat(shared.masked(5)).isTrue();
            assertThat((List<?>) fault(frozen).get("threads")).isNotEmpty();
        });
    }

    @Test
    void leakedPagesAreTheOnlyOnesWithTheUserBitAndNoMark() throws IOException, DataFormatException {
        check("pt-user-leak", 3, 1, (frozen, kernel) -> {
            List<?> leaked = (List<?>) fault(frozen).get("pages");
            assertThat(leaked).isNotEmpty();
            List<Object> found = new ArrayList<>();
            for (Object each : (List<?>) frozen.truth().get("mappings")) {
                List<?> mapping = (List<?>) each;
                long va = number(mapping.getFirst());
                long entry = kernel.memory.entry(va);
                assertThat(entry).isEqualTo(number(mapping.get(2)));
                if (va < 0 && (entry & 4) != 0 && (entry & (1L << 52 | 0x100)) == 0) {
                    found.add(mapping.getFirst());
                }
            }
            assertThat(found)
                    .containsExactlyElementsOf(
                            leaked.stream().map(Object.class::cast).toList());
        });
    }

    @Test
    void aCorruptStackEndsWhereTheTruthSays() throws IOException, DataFormatException {
        check("stack-corruption", 2, 1, (frozen, kernel) -> {
            Map<String, Object> fault = fault(frozen);
            long spoilt = number(fault.get("is"));
            assertThat(kernel.memory.u64(number(fault.get("address")))).isEqualTo(spoilt);
            assertThat(spoilt & 1).isOne();
            assertThat(spoilt ^ number(fault.get("was"))).isBetween(1L, 0xffffL);
        });
    }

    @Test
    void thePanicBufferHoldsTheRegistersOfThePanickingCpu() throws IOException, DataFormatException {
        check("panic", 2, 3, (frozen, kernel) -> {
            Map<String, Object> fault = fault(frozen);
            ImageMemory memory = kernel.memory;
            long buffer = kernel.address("panicbuf");
            assertThat(memory.u32(buffer)).isOne();
            assertThat(memory.text(buffer + memory.u32(buffer + 4))).isEqualTo(fault.get("message"));
            assertThat(memory.text(memory.u64(kernel.address("panicstr")))).isEqualTo(fault.get("message"));
            assertThat(memory.u64(kernel.address("panic_thread"))).isEqualTo(number(fault.get("thread")));
            Map<?, ?> registers = (Map<?, ?>) fault.get("registers");
            for (long at = buffer + 8; at < buffer + memory.u32(buffer + 4); at += 24) {
                assertThat(memory.u64(at + 16)).isEqualTo(number(registers.get(memory.text(at))));
            }
            assertThat(kernel.stack(number(fault.get("rbp"))).getFirst()).startsWith("panic+");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"mutex-deadlock", "hung-taskq", "many-vcpus"})
    void sameSeedSameDomain(String domain) throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        List<Map<String, Object>> truths = new ArrayList<>();
        for (Path path : List.of(first, second)) {
            FrozenDomain frozen = Scenario.find(domain)
                    .orElseThrow()
                    .freeze(new Scenario.Options(7, PAGES, 4, 300, Virtualisation.PV));
            frozen.writeElf(path);
            truths.add(frozen.truth());
        }
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
        assertThat(truths.getFirst()).isEqualTo(truths.getLast());
    }

    @SuppressWarnings("unchecked") // The truth is a tree of maps and lists.
    private static Map<String, Object> fault(FrozenDomain frozen) {
        return ((List<Map<String, Object>>) frozen.truth().get("faults")).getFirst();
    }

    private static long number(Object fact) {
        return Long.parseUnsignedLong(String.valueOf(fact).substring(2), 16);
    }
}
