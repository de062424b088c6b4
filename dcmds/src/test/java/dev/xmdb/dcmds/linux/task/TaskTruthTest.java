package dev.xmdb.dcmds.linux.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import dev.xmdb.target.Target;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.guest.linux.thread.TaskStack;
import dev.xmdb.target.guest.linux.thread.TaskStacks;
import dev.xmdb.target.registers.RegisterSet;
import dev.xmdb.target.stack.StackFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every task of real domains, threads too, against what each guest's own /proc told shortly before. What ran or woke since then is named in
 * each test.
 */
@EnabledIfEnvironmentVariable(
        named = LinuxDomain.IMAGES,
        matches = ".+",
        disabledReason = "XMDB_IMAGES names no folder of images")
class TaskTruthTest {
    /** The first process waited for a child during the capture, and naps since it is over. */
    private static final long INIT = 1;
    /** RCU's thread of grace periods, which the capture itself kept busy. */
    private static final long RCU = 15;

    private static final Pattern STAT = Pattern.compile("(\\d+) \\((.*)\\) (\\S) (.*)");

    private record Domain(LinuxGuest guest, List<LinuxTask> tasks, TaskStacks stacks) {
        static Domain of(String image) {
            Target target = LinuxDomain.real(image);
            LinuxGuest guest = (LinuxGuest) target.guest();
            List<String> problems = new ArrayList<>();
            var domain = new Domain(guest, guest.tasks(problems::add), TaskStacks.of(guest, target.vcpus()));
            assertThat(problems).isEmpty();
            assertThat(domain.stacks().problems()).isEmpty();
            return domain;
        }

        Map<Long, LinuxTask> byNumber() {
            return tasks.stream()
                    .filter(task -> !task.idle())
                    .collect(Collectors.toMap(LinuxTask::pid, Function.identity()));
        }

        /** The two programs that spin napped during the capture. */
        Set<Long> moved() {
            var numbers = new TreeSet<>(Set.of(INIT, RCU));
            tasks.stream().filter(task -> task.name().startsWith("lab-spin")).forEach(task -> numbers.add(task.pid()));
            return numbers;
        }
    }

    /** Lines {@code /proc/NUMBER/FILE:TEXT} by number. */
    private static Map<Long, List<String>> told(String image, String file) throws IOException {
        Map<Long, List<String>> told = new TreeMap<>();
        for (String line : lines(image, file)) {
            Matcher matcher = Pattern.compile("/proc/(\\d+)/\\w+:(.*)").matcher(line);
            if (matcher.matches()) {
                told.computeIfAbsent(Long.parseLong(matcher.group(1)), _ -> new ArrayList<>())
                        .add(matcher.group(2).strip());
            }
        }
        return told;
    }

    private static List<String> lines(String image, String file) throws IOException {
        return Files.readAllLines(LinuxDomain.truth(image, file), StandardCharsets.ISO_8859_1);
    }

    private static List<String> frames(Domain domain, TaskStack stack) {
        long start = domain.guest().kallsyms().valueOf("__sched_text_start").orElseThrow();
        long end = domain.guest().kallsyms().valueOf("__sched_text_end").orElseThrow();
        return stack.frames().stream()
                .filter(frame -> frame.pc() < start || frame.pc() >= end)
                .map(frame -> domain.guest().kernelForm(frame.pc(), frame.afterCall()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void everyStackIsTheOneThatTheGuestToldFrameByFrame(String image) throws IOException {
        Domain domain = Domain.of(image);
        Map<Long, LinuxTask> tasks = domain.byNumber();
        Set<Long> different = new TreeSet<>();
        Set<String> ended = new TreeSet<>();
        int equal = 0;
        for (var told : told(image, "guest-proc-stack.txt").entrySet()) {
            LinuxTask task = tasks.get(told.getKey());
            List<String> frames = told.getValue().stream()
                    .map(line -> line.replaceFirst("^\\[<0>] ", ""))
                    .toList();
            if (task == null) {
                ended.add(frames.getFirst());
            } else if (frames(domain, domain.stacks().of(task)).equals(frames)) {
                equal++;
            } else {
                different.add(task.pid());
            }
        }
        assertThat(different).isSubsetOf(domain.moved());
        // Threads of work queues end when there is no work.
        assertThat(ended).isSubsetOf("worker_thread+0xaf/0x380");
        assertThat(equal).isGreaterThanOrEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void everyThreadHasTheStateNameNumbersAndPriorityThatTheGuestTold(String image) throws IOException {
        Domain domain = Domain.of(image);
        Map<Long, LinuxTask> tasks = domain.byNumber();
        Map<Long, Matcher> told = new TreeMap<>();
        for (String file : List.of("guest-proc-task-stat.txt", "guest-proc-stat-final.txt")) {
            for (String line : lines(image, file)) {
                Matcher stat = STAT.matcher(line);
                if (stat.matches()) {
                    told.put(Long.parseLong(stat.group(1)), stat);
                }
            }
        }
        assertThat(told).hasSizeGreaterThan(50);
        var gone = new ArrayList<String>();
        told.forEach((number, stat) -> {
            LinuxTask task = tasks.get(number);
            if (task == null) {
                gone.add(stat.group(2));
                return;
            }
            String[] fields = stat.group(4).split(" ", -1);
            // The first process took another name when the capture was over; /proc adds its work to a worker's name.
            String name = number == INIT ? "lab-init" : stat.group(2).replaceFirst("^(kworker/[^-]*)[-+].*", "$1");
            assertThat(task.name()).as(stat.group()).isEqualTo(name);
            assertThat(task.state().letter())
                    .as(stat.group())
                    .isEqualTo(stat.group(3).charAt(0));
            assertThat(task.parent()).as(stat.group()).isEqualTo(Long.parseLong(fields[0]));
            assertThat(domain.guest().taskDetails().priority(task))
                    .as(stat.group())
                    .hasValue(Long.parseLong(fields[14]));
        });
        assertThat(gone).allMatch(name -> name.startsWith("kworker/"));
        assertThat(tasks.keySet().stream().filter(number -> !told.containsKey(number)))
                .as("started after the capture")
                .hasSizeLessThanOrEqualTo(image.endsWith("panic") ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void everyProcessHasTheUserAndTheNumbersInNamespacesThatTheGuestTold(String image) throws IOException {
        Domain domain = Domain.of(image);
        Map<Long, LinuxTask> tasks = domain.byNumber();
        int compared = 0;
        LinuxTask task = null;
        for (String line : lines(image, "guest-proc-status.txt")) {
            String[] words = line.split("\\s+", -1);
            switch (words[0]) {
                case "Pid:" -> task = tasks.get(Long.parseLong(words[1]));
                case "Uid:" -> {
                    if (task != null) {
                        assertThat(domain.guest().taskDetails().user(task))
                                .as(line)
                                .hasValue(Long.parseLong(words[1]));
                        compared++;
                    }
                }
                case "NSpid:" -> {
                    if (task != null) {
                        assertThat(domain.guest().taskDetails().namespaceNumbers(task))
                                .as(line)
                                .isEqualTo(Stream.of(words)
                                        .skip(1)
                                        .map(Long::parseLong)
                                        .toList());
                    }
                }
                default -> {}
            }
        }
        assertThat(compared).isGreaterThan(45);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void theRegistersAboveEveryStackAreThoseOfTheSystemCallThatTheGuestTold(String image) throws IOException {
        Domain domain = Domain.of(image);
        Map<Long, LinuxTask> tasks = domain.byNumber();
        Set<Long> different = new TreeSet<>();
        int equal = 0;
        for (var told : told(image, "guest-proc-syscall.txt").entrySet()) {
            LinuxTask task = tasks.get(told.getKey());
            String call = told.getValue().getFirst();
            if (task == null || !Pattern.matches("\\d+ 0x.*", call)) {
                continue;
            }
            var registers = domain.stacks().userRegisters(task);
            if (task.kernelThread()) {
                assertThat(registers).isEmpty();
            } else if (registers.isPresent() && call(registers.get()).equals(call)) {
                equal++;
            } else {
                different.add(task.pid());
            }
        }
        assertThat(different).isSubsetOf(domain.moved());
        assertThat(equal).isGreaterThanOrEqualTo(4);
    }

    private static String call(RegisterSet registers) {
        return registers.value("orig_rax").orElse(-1)
                + Stream.of("rdi", "rsi", "rdx", "r10", "r8", "r9", "rsp", "rip")
                        .map(name ->
                                " 0x" + Long.toHexString(registers.value(name).orElseThrow()))
                        .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void whatEveryThreadWaitsInIsWhatTheGuestTold(String image) throws IOException {
        Domain domain = Domain.of(image);
        var session = new Conversation(LinuxDomain.real(image));
        Map<Long, String> own = new HashMap<>();
        Pattern row = Pattern.compile("[> ] [0-9a-f]{16} +(\\d+) +\\d+ +\\d+ \\S +\\w+ +-?\\d+ +(\\S+)");
        session.run("::threadlist -v")
                .lines()
                .map(row::matcher)
                .filter(Matcher::matches)
                .forEach(line -> own.put(Long.parseLong(line.group(1)), line.group(2)));
        Set<Long> different = new TreeSet<>();
        int equal = 0;
        for (var told : told(image, "guest-proc-wchan.txt").entrySet()) {
            String function = own.get(told.getKey());
            if (function == null) {
                continue;
            }
            // Nothing is told as 0.
            if (told.getValue().getFirst().equals(function.equals("-") ? "0" : function)) {
                equal++;
            } else {
                different.add(told.getKey());
            }
        }
        assertThat(different).isSubsetOf(domain.moved());
        assertThat(equal).isGreaterThanOrEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource({
        "linux-pv64,0",
        "linux-pv64,1",
        "linux-pv64b,0",
        "linux-pv64b,1",
        "linux-pv64-small,0",
        "linux-pvh,0",
        "linux-pvh,1",
        "linux-pv64-panic,0",
        "linux-pv64-panic,1"
    })
    void theRegistersOfARunningThreadAreThoseThatXenTold(String image, int index) throws IOException {
        RegisterSet registers = LinuxDomain.real(image).vcpus().get(index).registers();
        int compared = 0;
        for (String line : lines(image, "xenctx-a.vcpu" + index + ".txt")) {
            Matcher pair =
                    Pattern.compile("\\b(r[a-z0-9]{1,2}): ([0-9a-f]{16})").matcher(line);
            while (pair.find()) {
                assertThat(registers.value(pair.group(1))).as(line).hasValue(Long.parseUnsignedLong(pair.group(2), 16));
                compared++;
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(17);
    }

    @Test
    void thePanicsStackIsTheOneThatTheConsoleShowed() throws IOException {
        List<String> console = lines("linux-pv64-panic", "console-plain.txt").stream()
                .map(line -> line.replaceFirst("^\\[ *\\d+\\.\\d+]  ?", ""))
                .toList();
        List<String> trace = console.subList(console.indexOf("Call Trace:"), console.size()).stream()
                .map(String::strip)
                .filter(line -> Pattern.matches("[\\w.]+\\+0x[0-9a-f]+/0x[0-9a-f]+", line))
                .toList();
        int first = trace.indexOf("sysrq_handle_crash+0x16/0x20");
        assertThat(first).isPositive();
        Domain domain = Domain.of("linux-pv64-panic");
        LinuxTask crasher = domain.byNumber().get(1612L);
        List<String> own = domain.stacks().of(crasher).frames().stream()
                .map(frame -> domain.guest().kernelForm(frame.pc(), frame.afterCall()))
                .toList();
        // Behind what the panic itself called since it printed its trace.
        assertThat(own.subList(own.indexOf("sysrq_handle_crash+0x16/0x20"), own.size()))
                .isEqualTo(trace.subList(first, trace.size()));
        assertThat(own.getFirst()).startsWith("xen_hypercall_pv+");
        RegisterSet user = domain.stacks().userRegisters(crasher).orElseThrow();
        assertThat(user.value("rip")).hasValue(0x43f120);
        assertThat(user.value("rsp")).hasValue(0x7ffd811017b8L);
        assertThat(user.value("orig_rax")).hasValue(1);
    }

    @Test
    void whatWaitsForACpuIsOnItsRunQueue() {
        var session = new Conversation(LinuxDomain.real("linux-pv64-panic"));
        assertThat(session.run("1::cpuinfo -v").lines().filter(line -> line.startsWith("  waits: ")))
                .singleElement()
                .asString()
                .endsWith("179 fair     lab-spin-kern");
        assertThat(session.run("0::cpuinfo -v")).doesNotContain("waits:");
    }

    @Test
    void anOlderKernelsStacksAreWholeToo() {
        Domain domain = Domain.of("linux-5.10-hvm");
        for (LinuxTask task : domain.tasks()) {
            TaskStack stack = domain.stacks().of(task);
            assertThat(stack.sound()).as(task.name()).isTrue();
            assertThat(stack.frames()).extracting(StackFrame::guessed).doesNotContain(true);
        }
    }
}
