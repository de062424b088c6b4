package dev.xmdb.target.guest.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.RealImages;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.guest.linux.stack.OrcFormat;
import dev.xmdb.target.guest.linux.stack.OrcTable;
import dev.xmdb.target.guest.linux.stack.OrcTables;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.registers.RegisterSet;
import dev.xmdb.target.stack.StackFrame;
import dev.xmdb.target.stack.Unwind;
import dev.xmdb.target.stack.Unwinder;
import dev.xmdb.target.types.Member;
import dev.xmdb.target.types.Types;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.XZInputStream;

/** Real Linux domains against what the guest said of itself. */
@EnabledIfEnvironmentVariable(named = RealImages.VARIABLE, matches = ".+")
final class LinuxRealImagesTest {

    private static LinuxGuest guest(String image) {
        Target target = Targets.open(RealImages.open(image), TargetOptions.NONE);
        assertThat(target.degradations()).isEmpty();
        return (LinuxGuest) target.guest();
    }

    /** Lines of /proc/kallsyms that name the kernel's own symbols, in the kernel's order; the tables end where modules begin. */
    private static List<String> told(String image) throws IOException {
        try (var lines = new BufferedReader(new InputStreamReader(
                new XZInputStream(Files.newInputStream(RealImages.truth(image, "guest-kallsyms.txt.xz"))),
                StandardCharsets.UTF_8))) {
            return lines.lines().takeWhile(line -> !line.contains("\t[")).toList();
        }
    }

    @Test
    void everySymbolIsTheOneThatTheGuestTold() throws IOException {
        Kallsyms symbols = guest("linux-pv64b").kallsyms();
        List<String> told = told("linux-pv64b");
        assertThat(told).hasSizeGreaterThanOrEqualTo(symbols.count());
        for (int symbol = 0; symbol < symbols.count(); symbol++) {
            String line =
                    String.format("%016x %c %s", symbols.address(symbol), symbols.letter(symbol), symbols.name(symbol));
            assertThat(line).isEqualTo(told.get(symbol));
        }
    }

    @Test
    void theTablesAreWhereThisBuildHasThem() {
        Kallsyms symbols = guest("linux-pv64").kallsyms();
        assertThat(symbols.count()).isEqualTo(94_266);
        assertThat(symbols.place()).isEqualTo(0xffffffff821bdab8L);
        assertThat(symbols.coding()).isEqualTo("absolute per-CPU");
        assertThat(symbols.valueOf("init_task")).hasValue(0xffffffff82a1aa40L);
        assertThat(symbols.valueOf("do_syscall_64")).hasValue(0xffffffff81a43dc0L);
        assertThat(symbols.valueOf("prb")).hasValue(0xffffffff82a643e0L);
        assertThat(symbols.valueOf("runqueues")).hasValue(0x31c40);
        assertThat(symbols.valueOf("modules")).hasValue(0xffffffff82b292a0L);
        assertThat(symbols.size(symbols.named("init_task").orElseThrow())).isEqualTo(9792);
    }

    @Test
    void structuresAreThoseOfTheKernelsDebugInformation() {
        Types types = guest("linux-pv64").types();
        assertThat(types.layout("struct task_struct").size()).isEqualTo(9792);
        assertThat(offset(types, "struct task_struct", "comm")).isEqualTo(2976);
        assertThat(offset(types, "struct mm_struct", "pgd")).isEqualTo(72);
        assertThat(offset(types, "struct irq_desc", "action")).isEqualTo(112);
        assertThat(offset(types, "struct irq_desc", "irq_data.chip_data")).isEqualTo(88);
        assertThat(offset(types, "struct task_struct", "thread_info.cpu")).isEqualTo(20);
        Member objects = types.layout("struct slab").member("objects");
        assertThat(objects.bitOffset()).isEqualTo(40 * 8 + 16);
        assertThat(objects.bitWidth()).isEqualTo(15);
        // Three structures have this name; the one of event channels is told by a member.
        assertThat(types.layoutWith("struct irq_info", "evtchn").size()).isEqualTo(136);
    }

    private static long offset(Types types, String structure, String member) {
        return types.layout(structure).member(member).offset();
    }

    @Test
    void theFirstTaskAndTheKernelsNamesAreRead() {
        LinuxGuest guest = guest("linux-pv64b");
        long task = guest.symbols().valueOf("init_task").orElseThrow();
        assertThat(guest.types()
                        .layout("struct task_struct")
                        .at(guest.memory(), task)
                        .text("comm"))
                .isEqualTo("swapper/0");
        long names = guest.symbols().valueOf("init_uts_ns").orElseThrow();
        assertThat(guest.types()
                        .layout("struct uts_namespace")
                        .at(guest.memory(), names)
                        .text("name.release"))
                .isEqualTo(guest.coreInfo().orElseThrow().release().orElseThrow());
    }

    private static List<LinuxTask> tasks(LinuxGuest guest) {
        var problems = new ArrayList<String>();
        List<LinuxTask> tasks = guest.tasks(problems::add);
        assertThat(problems).isEmpty();
        return tasks;
    }

    @Test
    void tasksAreThoseInTheListsAndTheOtherCpusIdleOne() {
        List<LinuxTask> tasks = tasks(guest("linux-pv64"));
        assertThat(tasks).hasSize(86);
        assertThat(tasks.stream().filter(task -> task.pid() == task.tgid() && task.pid() != 0))
                .hasSize(72);
        assertThat(tasks.stream().filter(task -> task.tgid() == 155 && task.pid() != 155))
                .hasSize(12);
        assertThat(tasks.stream().filter(LinuxTask::idle))
                .extracting(LinuxTask::name)
                .containsExactly("swapper/0", "swapper/1");
        assertThat(tasks.stream().filter(LinuxTask::onCpu))
                .extracting(task -> task.cpu() + " " + task.pid() + " " + task.name())
                .containsExactlyInAnyOrder("0 178 lab-spin-user", "1 179 lab-spin-kern");
        Map<Long, Character> states = tasks.stream()
                .collect(Collectors.toMap(LinuxTask::pid, task -> task.state().letter(), (first, second) -> first));
        assertThat(states).containsEntry(151L, 'T').containsEntry(153L, 'D').containsEntry(154L, 'Z');
        assertThat(states).containsEntry(2L, 'S').containsEntry(3L, 'I');
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64b", "linux-pvh"})
    void tasksAreThoseThatTheGuestTold(String image) throws IOException {
        Map<Long, LinuxTask> tasks = tasks(guest(image)).stream()
                .filter(task -> task.pid() != 0)
                .collect(Collectors.toMap(LinuxTask::pid, each -> each));
        Pattern line = Pattern.compile("(\\d+) \\((.*)\\) (\\S) (\\d+) .*");
        int compared = 0;
        for (String told : Files.readAllLines(RealImages.truth(image, "guest-proc-stat-final.txt"))) {
            Matcher stat = line.matcher(told);
            if (stat.matches() && tasks.containsKey(Long.parseLong(stat.group(1)))) {
                LinuxTask task = tasks.get(Long.parseLong(stat.group(1)));
                assertThat(task.parent()).as(told).isEqualTo(Long.parseLong(stat.group(4)));
                // The first process gave itself another name between the capture and the dump.
                assertThat(task.pid() == 1 ? "lab-init" : stat.group(2))
                        .as(told)
                        .startsWith(task.name());
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(60);
    }

    /** Frames of the scheduler itself are left out in /proc, and a task of user mode is not shown there at all. */
    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64b", "linux-pvh"})
    void stacksOfSleepingTasksAreThoseThatTheGuestTold(String image) throws IOException {
        LinuxGuest guest = guest(image);
        Map<Long, List<String>> told = new LinkedHashMap<>();
        for (String line : Files.readAllLines(RealImages.truth(image, "guest-proc-stack.txt"))) {
            Matcher frame = Pattern.compile("/proc/(\\d+)/stack:\\[<0>\\] (\\S+)/0x\\w+(?: \\[(\\w+)\\])?")
                    .matcher(line);
            if (frame.matches()) {
                String module = frame.group(3) == null ? "" : frame.group(3) + "`";
                told.computeIfAbsent(Long.parseLong(frame.group(1)), pid -> new ArrayList<>())
                        .add(module + frame.group(2));
            }
        }
        List<String> moved = new ArrayList<>();
        for (LinuxTask task : tasks(guest)) {
            List<String> frames = told.get(task.pid());
            if (frames != null && !task.onCpu() && task.pid() != 0) {
                List<String> own = outsideTheScheduler(guest, guest.stackOf(task));
                if (!own.equals(frames)) {
                    moved.add(task.pid() + " " + own + " was " + frames);
                }
            }
        }
        assertThat(told).hasSizeGreaterThan(50);
        // The capture ran before the dump: few tasks can have moved on.
        assertThat(moved).hasSizeLessThanOrEqualTo(3);
    }

    private static List<String> outsideTheScheduler(LinuxGuest guest, Unwind stack) {
        long start = guest.kallsyms().valueOf("__sched_text_start").orElseThrow();
        long end = guest.kallsyms().valueOf("__sched_text_end").orElseThrow();
        return stack.frames().stream()
                .map(StackFrame::pc)
                .filter(pc -> pc < start || pc >= end)
                .map(pc -> guest.symbols()
                        .at(pc - 1)
                        .map(hit -> hit.name() + "+0x" + Long.toHexString(hit.offset() + 1))
                        .orElse("?"))
                .toList();
    }

    @Test
    void theStackOfACpuInTheKernelIsTheOneThatItWasIn() {
        Target target = Targets.open(RealImages.open("linux-pv64"), TargetOptions.NONE);
        LinuxGuest guest = (LinuxGuest) target.guest();
        RegisterSet registers = target.vcpus().get(1).registers();
        Unwind stack = guest.stackUnwinder()
                .unwind(new Unwinder.Start(
                        registers.value("rip").orElseThrow(),
                        registers.value("rsp").orElseThrow(),
                        registers.value("rbp").orElseThrow()));
        assertThat(stack.frames().stream()
                        .map(StackFrame::pc)
                        .map(pc -> guest.symbols().at(pc).orElseThrow())
                        .map(hit -> hit.name() + "+0x" + Long.toHexString(hit.offset())))
                .containsExactly(
                        "clear_user_rep_good+0xe",
                        "read_zero+0x5d",
                        "vfs_read+0xa2",
                        "ksys_read+0x6b",
                        "do_syscall_64+0x5d",
                        "entry_SYSCALL_64_after_hwframe+0x6e");
        assertThat(stack.end().reason()).isEqualTo("it came from user mode at 43f07d");
    }

    @Test
    void theUnwindTablesAreThoseOfThisBuild() {
        LinuxGuest guest = guest("linux-pv64");
        OrcTable table = OrcTables.find(guest.memory(), guest.kallsyms(), guest.types(), guest::modules)
                .orElseThrow()
                .kernel();
        assertThat(table.count()).isEqualTo(384_849);
        assertThat(table.format()).isEqualTo(OrcFormat.FIRST);
    }

    @Test
    void theKernelsNotesForDumpReadersAreRead() {
        VmCoreInfo info = guest("linux-pv64").coreInfo().orElseThrow();
        assertThat(info.release()).contains("6.1.0-56-amd64");
        assertThat(info.kernelOffset()).hasValue(0);
        assertThat(info.number("phys_base")).hasValue(0);
        assertThat(info.symbol("init_top_pgt")).hasValue(0xffffffff82a10000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pvh", "linux-5.10-hvm", "linux-pv64-small", "linux-pv64-panic"})
    void otherKindsOfDomainsAndAnOlderRandomisedKernelAreRecognised(String image) {
        LinuxGuest guest = guest(image);
        assertThat(guest.banner()).startsWith("Linux version ").contains("Debian");
        long text = guest.symbols().valueOf("_stext").orElseThrow();
        assertThat(guest.coreInfo().orElseThrow().symbol("_stext")).hasValue(text);
        assertThat(guest.symbols().at(text + 1)).isPresent();
    }
}
