package dev.xmdb.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.Frames;
import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.sim.solaris.layout.Definition.Aggregate;
import dev.xmdb.sim.solaris.layout.Definition.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads the image of the hung console with the test's own page walk, symbol tables and type decoder. */
final class Sxc16ImageTest {
    private static final int PAGES = 8192;

    /** What mdb printed for ::cpustack when the console hung. */
    private static final List<String> SEEN = List.of(
            "cbe_fire+0x5c()",
            "av_dispatch_autovect+0x8c(102)",
            "dispatch_hilevel+0x1f(102, 0)",
            "switch_sp_and_call+0x13()",
            "do_interrupt+0x11d(ffffff00010bfaf0, fffffffffbc86f98)",
            "xen_callback_handler+0x42b(ffffff00010bfaf0, fffffffffbc86f98)",
            "xen_callback+0x194()",
            "av_dispatch_softvect+0x79(a)",
            "dispatch_softint+0x38(9, 0)",
            "switch_sp_and_call+0x13()",
            "dosoftint+0x59(ffffff0001593520)",
            "do_interrupt+0x140(ffffff0001593520, fffffffffbc86048)",
            "xen_callback_handler+0x42b(ffffff0001593520, fffffffffbc86048)",
            "xen_callback+0x194()",
            "sti+0x86()",
            "_sys_rtt_ints_disabled+8()",
            "intr_restore+0xf1()",
            "disp_lock_exit+0x78(fffffffffbd1b358)",
            "turnstile_wakeup+0x16e(fffffffec33a64d8, 0, 1, 0)",
            "mutex_vector_exit+0x6a(fffffffec13b7ad0)",
            "xenconswput+0x64(fffffffec42cb658, fffffffecd6935a0)",
            "putnext+0x2f1(fffffffec42cb3b0, fffffffecd6935a0)",
            "ldtermrmsg+0x235(fffffffec42cb2b8, fffffffec3480300)",
            "ldtermrput+0x43c(fffffffec42cb2b8, fffffffec3480300)",
            "putnext+0x2f1(fffffffec42cb560, fffffffec3480300)",
            "xenconsrsrv+0x32(fffffffec42cb560)",
            "runservice+0x59(fffffffec42cb560)",
            "queue_service+0x57(fffffffec42cb560)",
            "stream_service+0xdc(fffffffec42d87b0)",
            "taskq_d_thread+0xc6(fffffffec46ac8d0)",
            "thread_start+8()");

    @TempDir
    static Path folder;

    private static FrozenDomain domain;
    private static ImageMemory memory;
    private static ImageKernel kernel;

    @BeforeAll
    static void dump() throws IOException, DataFormatException {
        Path image = folder.resolve("core");
        domain = freeze(1);
        domain.writeElf(image);
        memory = new ImageMemory(image);
        kernel = new ImageKernel(memory);
    }

    @AfterAll
    static void close() {
        memory.close();
    }

    private static FrozenDomain freeze(long seed) {
        return Scenario.find("sxc16").orElseThrow().freeze(new Scenario.Options(seed, PAGES));
    }

    @SuppressWarnings("unchecked") // The truth is a tree of maps and lists.
    private static List<Map<String, Object>> facts(FrozenDomain frozen, String name) {
        return (List<Map<String, Object>>) frozen.truth().get(name);
    }

    private static long address(Map<String, Object> fact, String key) {
        return Long.parseUnsignedLong(String.valueOf(fact.get(key)).substring(2), 16);
    }

    @Test
    void theFirstSeedsStackIsTheOneThatWasSeen() {
        assertThat(kernel.stack(memory.register("rbp"))).isEqualTo(SEEN);
    }

    @Test
    void theCpuIsAsItWasSeen() {
        long cpu = memory.u64(kernel.address("cpu_list"));
        assertThat(cpu).isEqualTo(0xfffffffffbc4b7f0L).isEqualTo(kernel.address("cpus"));
        assertThat(memory.u32(cpu)).isZero();
        assertThat(memory.u16(cpu + 8)).isEqualTo(0x1b);
        assertThat(memory.u32(memory.u64(cpu + 224) + 36)).isEqualTo(40);
        assertThat(memory.u32(cpu + 284)).isEqualTo(9);
        long thread = memory.u64(cpu + 24);
        assertThat(thread).isEqualTo(0xffffff00010bfc80L);
        assertThat(memory.u16(thread + 48)).isEqualTo(169);
        assertThat(memory.u8(cpu + 232)).isOne();
        assertThat(memory.u8(cpu + 233)).isOne();
        assertThat(memory.u64(kernel.address("lbolt")) - memory.u64(cpu + 256)).isEqualTo(1408926);
        long process = memory.u64(thread + 384);
        String command = memory.text(process + kernel.offset("proc", "p_user") + kernel.offset("user", "u_comm"));
        assertThat(command).isEqualTo("sched");
        assertThat(memory.u64(thread + 256)).isEqualTo(0xffffff0001593c80L);
    }

    @Test
    void theDispatchQueueHoldsAsManyThreadsAsItSays() {
        long queue = memory.u64(memory.u64(kernel.address("cpu_list")) + 224);
        List<Long> queued = new ArrayList<>();
        for (int priority = 0; priority < memory.u16(queue + 2); priority++) {
            for (long thread = memory.u64(memory.u64(queue + 8) + priority * 24L); thread != 0; ) {
                assertThat(memory.u16(thread + 48)).isEqualTo(priority);
                assertThat(memory.u32(thread + 44)).isEqualTo(2);
                queued.add(thread);
                thread = memory.u64(thread);
            }
        }
        assertThat(queued).doesNotHaveDuplicates().hasSize(40);
    }

    @Test
    void theEventChannelsAreAsTheyWereSeen() {
        List<String> rows = new ArrayList<>();
        for (int channel = 0; channel < 4096; channel++) {
            int irq = (short) memory.u16(kernel.address("evtchn_to_irq") + channel * 2L);
            if (irq != -1) {
                long info = kernel.address("irq_info") + irq * 4L;
                long vector = memory.u64(kernel.address("autovect") + irq * 16L);
                String type = memory.u8(info + 2) == 2 ? "virq:" + memory.u16(info) : "evtchn";
                int cpu = Long.numberOfTrailingZeros(memory.u64(kernel.address("evtchn_cpus") + channel * 8L));
                long handler = memory.u64(vector + 8);
                String name = kernel.symbols.values().stream()
                        .filter(each -> each.va() == handler)
                        .findFirst()
                        .orElseThrow()
                        .name();
                rows.add(type + " " + channel + " " + irq + " " + memory.u8(info + 3) + " " + cpu + " " + name);
            }
        }
        assertThat(rows)
                .containsExactly(
                        "evtchn 1 257 1 0 xenbus_intr",
                        "evtchn 2 260 9 0 xenconsintr",
                        "virq:1 3 256 15 0 xen_debug_handler",
                        "virq:0 4 258 14 0 cbe_fire",
                        "evtchn 5 259 5 0 xdf_intr",
                        "evtchn 6 261 6 0 xnf_intr",
                        "evtchn 7 262 6 0 xnf_intr");
    }

    @Test
    void everyThreadsStackLeadsToItsTop() throws IOException, DataFormatException {
        for (long seed = 1; seed <= 6; seed++) {
            FrozenDomain frozen = freeze(seed);
            Path image = folder.resolve("stacks" + seed);
            frozen.writeElf(image);
            try (ImageMemory other = new ImageMemory(image)) {
                checkThreads(frozen, new ImageKernel(other));
            }
        }
    }

    private static void checkThreads(FrozenDomain frozen, ImageKernel found) {
        List<Map<String, Object>> truth = facts(frozen, "threads");
        long first = found.memory.u64(found.address("allthreads"));
        long thread = first;
        for (Map<String, Object> fact : truth) {
            assertThat(thread).isEqualTo(address(fact, "address"));
            List<?> frames = (List<?>) fact.get("stack");
            if (!frames.isEmpty()) {
                long sp = found.memory.u64(thread + 64);
                assertThat(sp).isEqualTo(address(fact, "sp"));
                assertThat(found.stack(sp)).isEqualTo(printed(frames));
                long top = found.memory.u64(thread + 8);
                long last = sp;
                while (top - last != 16 && last != top) {
                    long next = found.memory.u64(last);
                    assertThat(next).isGreaterThan(last).isLessThanOrEqualTo(top);
                    last = next;
                }
                assertThat(sp).isGreaterThan(found.memory.u64(thread + 640));
            }
            thread = found.memory.u64(thread + 400);
        }
        assertThat(thread).isEqualTo(first);
    }

    private static List<String> printed(List<?> frames) {
        List<String> lines = new ArrayList<>();
        for (Object each : frames) {
            Map<?, ?> frame = (Map<?, ?>) each;
            List<String> arguments = new ArrayList<>();
            if (frame.get("arguments") instanceof List<?> list) {
                list.forEach(value -> arguments.add(String.valueOf(value).substring(2)));
            }
            int offset = (Integer) frame.get("offset");
            String place = offset > 9 ? "0x" + Integer.toHexString(offset) : Integer.toString(offset);
            lines.add(frame.get("function") + "+" + place + "(" + String.join(", ", arguments) + ")");
        }
        return lines;
    }

    @Test
    void otherSeedsHaveStacksOfTheirOwn() throws IOException, DataFormatException {
        FrozenDomain frozen = freeze(7);
        Path image = folder.resolve("seven");
        frozen.writeElf(image);
        try (ImageMemory other = new ImageMemory(image)) {
            List<String> stack = new ImageKernel(other).stack(other.register("rbp"));
            assertThat(stack).hasSameSizeAs(SEEN).isNotEqualTo(SEEN);
            Map<String, Object> vcpu = facts(frozen, "vcpus").getFirst();
            assertThat(stack).isEqualTo(printed((List<?>) vcpu.get("stack")));
        }
    }

    @Test
    void theTypeInformationDescribesTheTables() {
        CtfDecoder genunix = kernel.types.get("genunix");
        assertThat(genunix.parentName).isNull();
        for (var definition : domain.kernel().layouts().definitions()) {
            if (definition instanceof Aggregate aggregate) {
                String tag = aggregate.name().substring(aggregate.name().indexOf(' ') + 1);
                var own = kernel.types.get(aggregate.module()).structures.get(tag);
                var decoded = own == null ? genunix.structures.get(tag) : own;
                assertThat(decoded).as(aggregate.name()).isNotNull();
                assertThat(decoded.size()).isEqualTo(aggregate.size());
                for (Member member : aggregate.members()) {
                    assertThat(decoded.offsets()).containsEntry(member.name(), member.bit());
                }
            }
        }
    }

    @Test
    void everyModuleButOneHasTheSameParent() {
        assertThat(kernel.modules)
                .startsWith("unix", "genunix", "specfs", "dtrace", "xpv_psm")
                .hasSize(19);
        kernel.types.forEach(
                (module, types) -> assertThat(types.parentName).isEqualTo(module.equals("genunix") ? null : "genunix"));
    }

    @Test
    void typesReferOnlyToTypesThatThereAre() {
        int parents = kernel.types.get("genunix").types;
        kernel.types
                .values()
                .forEach(types -> types.structures
                        .values()
                        .forEach(structure -> structure.types().values().forEach(id -> {
                            if ((id & 0x8000) == 0) {
                                assertThat(id).isBetween(1, parents);
                            } else {
                                assertThat(id & 0x7fff).isBetween(1, types.types);
                            }
                        })));
    }

    @Test
    void theKernelsTableOfMachineFramesIsThatOfTheImage() {
        long table = memory.u64(kernel.address("mfn_list"));
        assertThat(memory.u64(kernel.address("mfn_count"))).isEqualTo(PAGES);
        int holes = 0;
        for (int pfn = 0; pfn < PAGES; pfn++) {
            long mfn = memory.u64(table + pfn * 8L);
            assertThat(memory.image().frames().mfnOfPfn(pfn)).isEqualTo(mfn);
            holes += mfn == Frames.ABSENT ? 1 : 0;
        }
        assertThat(holes).isEqualTo(16);
    }

    @Test
    void kernelPagesHaveTheMarkOfTheHypervisorAndNoGlobalBit() {
        for (long va : new long[] {0xfffffffffb7ff000L, 0xfffffffffb800000L, kernel.address("p0")}) {
            assertThat(memory.entry(va) & 1L << 52).isNotZero();
            assertThat(memory.entry(va) & 0x105).isEqualTo(5);
        }
        assertThat(memory.entry(0xfffffffffb800000L) & 0x80).isNotZero();
    }

    @Test
    void userPagesAreGlobal() {
        for (Map<String, Object> process : facts(domain, "processes")) {
            if (process.containsKey("root_mfn")) {
                long root = address(process, "root_mfn");
                assertThat(memory.entry(root, 0x08050000L) & 0x105).isEqualTo(0x105);
                assertThat(memory.entry(root, kernel.address("p0"))).isEqualTo(memory.entry(kernel.address("p0")));
            }
        }
    }

    @Test
    void theHatLayerFindsTheSameEntriesAsTheWalk() {
        for (Map<String, Object> table : facts(domain, "page_tables")) {
            if (table.get("level").equals(0) && address(table, "address") < 0) {
                long va = address(table, "address");
                for (int index = 0; index < 512; index += 37) {
                    long at = memory.image().frames().fileOffsetOfPfn(address(table, "pfn")) + index * 8L;
                    assertThat(memory.image().bytes().get(java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED, at))
                            .isEqualTo(memory.entry(va + index * 4096L));
                }
            }
        }
    }

    @Test
    void theSharedInfoFrameIsNotTheDomains() {
        long entry = memory.entry(memory.u64(kernel.address("HYPERVISOR_shared_info")));
        assertThat(memory.image().frames().pfnOfMfn((entry & 0x000ffffffffff000L) >>> 12))
                .isEqualTo(Frames.ABSENT);
        assertThat(memory.image().sharedInfo()).isPresent();
    }

    @Test
    void theLogIsInOrder() {
        List<String> texts = new ArrayList<>();
        long queue = memory.u64(kernel.address("log_recentq"));
        for (long message = memory.u64(queue + 8); message != 0; message = memory.u64(message)) {
            texts.add(memory.text(memory.u64(memory.u64(message + 16) + 24)));
        }
        assertThat(texts)
                .isEqualTo(facts(domain, "messages").stream()
                        .map(each -> (String) each.get("text"))
                        .toList())
                .isNotEmpty()
                .allMatch(text -> text.endsWith("\n"));
    }

    @Test
    void theProcessTreeHoldsEveryProcess() {
        List<Long> found = new ArrayList<>();
        descend(kernel.address("p0"), found);
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(facts(domain, "processes").stream()
                        .map(each -> address(each, "address"))
                        .toList());
    }

    private static void descend(long process, List<Long> found) {
        found.add(process);
        for (long child = memory.u64(process + 72); child != 0; child = memory.u64(child + 80)) {
            descend(child, found);
        }
    }

    @Test
    void sameSeedSameBytesInBothContainers() throws IOException {
        for (String container : List.of("elf", "old")) {
            Path first = folder.resolve("first-" + container);
            Path second = folder.resolve("second-" + container);
            for (Path path : List.of(first, second)) {
                if (container.equals("elf")) {
                    freeze(3).writeElf(path);
                } else {
                    freeze(3).writeXcCore(path);
                }
            }
            assertThat(Files.mismatch(first, second)).isEqualTo(-1);
        }
    }

    @Test
    void theOlderContainerGivesTheSameStack() throws IOException, DataFormatException {
        Path image = folder.resolve("older");
        domain.writeXcCore(image);
        try (ImageMemory old = new ImageMemory(image)) {
            assertThat(new ImageKernel(old).stack(old.register("rbp"))).isEqualTo(SEEN);
        }
    }
}
