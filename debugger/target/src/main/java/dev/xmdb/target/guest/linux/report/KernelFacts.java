package dev.xmdb.target.guest.linux.report;

import dev.xmdb.target.guest.Fact;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.log.KernelLog;
import dev.xmdb.target.guest.linux.processor.LinuxCpu;
import dev.xmdb.target.guest.linux.processor.LinuxCpus;
import dev.xmdb.target.guest.linux.timer.KernelClock;
import dev.xmdb.target.guest.linux.variable.ReadableVariables;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypeDataException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a kernel tells of itself for {@code ::status}. All of it comes from single variables, so that it costs the same whatever the
 * guest has: threads are those that the kernel counted, not those in its lists.
 */
final class KernelFacts {
    private static final int LONGEST_COMMAND_LINE = 4096;
    private static final long LINKED = 0xffff_ffff_8100_0000L;
    /** One in the kernel's fixed-point numbers for load averages. */
    private static final double LOAD = 2048;

    private static final int LOADS = 3;
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final List<String> DOMAINS =
            List.of("not in a Xen domain, as far as the kernel knows", "PV domain", "HVM domain");

    private final LinuxGuest guest;
    private final ReadableVariables variables;
    private final List<Fact> facts = new ArrayList<>();

    KernelFacts(LinuxGuest guest) {
        this.guest = guest;
        this.variables = ReadableVariables.of(guest);
    }

    List<Fact> all() {
        panic();
        names();
        domain();
        places();
        processors();
        time();
        loads();
        tasks();
        commandLine();
        taints();
        return List.copyOf(facts);
    }

    private void panic() {
        Panic panic = Panic.of(guest);
        if (!panic.happened()) {
            return;
        }
        panic.cause().ifPresent(cause -> facts.add(Fact.of("panic_cause", "panic cause", cause)));
        facts.add(Fact.of(
                "panic_message",
                "panic message",
                panic.message()
                        .orElse("not in the log; the kernel says that CPU "
                                + panic.cpu().orElse(0) + " panicked")));
        int cpu = panic.cpu().orElse(0);
        OptionalLong task = panic.task();
        var text = new StringBuilder("CPU ").append(cpu);
        panic.vcpu().ifPresent(vcpu -> text.append(" (vCPU ").append(vcpu).append(')'));
        if (task.isPresent() && task.getAsLong() != 0) {
            text.append(", task ").append(Long.toHexString(task.getAsLong()));
            panic.number(task.getAsLong())
                    .ifPresent(pid -> text.append(", pid ").append(pid));
            panic.name(task.getAsLong()).ifPresent(name -> text.append(", ").append(name));
        }
        facts.add(Fact.of("panic_cpu", "panic on", text.toString(), cpu));
    }

    private void names() {
        var names = new KernelNames(guest);
        names.release().ifPresent(text -> facts.add(Fact.of("release", "release", text)));
        names.version().ifPresent(text -> facts.add(Fact.of("version", "version", text)));
        names.node().ifPresent(text -> facts.add(Fact.of("nodename", "node name", text)));
    }

    private void domain() {
        OptionalInt kind = variables.number("xen_domain_type");
        if (kind.isEmpty()) {
            return;
        }
        boolean pvh = variables.single("xen_pvh").orElse(0) == 1;
        String text = kind.getAsInt() < 0 || kind.getAsInt() >= DOMAINS.size()
                ? "kind " + kind.getAsInt() + " of Xen domain"
                : pvh ? "PVH domain" : DOMAINS.get(kind.getAsInt());
        facts.add(Fact.of("xen_domain", "the kernel's view", text));
        facts.add(Fact.number("xen_domain_type", kind.getAsInt()));
    }

    private void places() {
        OptionalLong told = guest.coreInfo().stream()
                .flatMapToLong(info -> info.kernelOffset().stream())
                .findFirst();
        OptionalLong start = guest.kallsyms().valueOf("_text");
        OptionalLong moved = told.isPresent() || start.isEmpty() ? told : OptionalLong.of(start.getAsLong() - LINKED);
        OptionalLong base = variables.word("phys_base");
        OptionalLong written = guest.coreInfo().stream()
                .flatMapToLong(info -> info.number("phys_base").stream())
                .findFirst();
        var text = new StringBuilder();
        moved.ifPresent(offset -> {
            text.append(offset == 0 ? "not moved (KASLR offset 0)" : "moved by 0x" + Long.toHexString(offset));
            facts.add(Fact.number("kaslr_offset", offset));
        });
        OptionalLong physical = base.isPresent() ? base : written;
        physical.ifPresent(offset -> {
            text.append(text.isEmpty() ? "" : ", ").append("phys_base ").append(signed(offset));
            facts.add(Fact.number("phys_base", offset));
        });
        if (!text.isEmpty()) {
            facts.add(Fact.of("kernel_image", "kernel image", text.toString()));
        }
    }

    private static String signed(long value) {
        return value < 0 ? "-0x" + Long.toHexString(-value) : "0x" + Long.toHexString(value);
    }

    private void processors() {
        int possible = guest.perCpu().possible().size();
        int online = guest.perCpu().online().size();
        facts.add(Fact.of("cpus", "CPUs", online + " online of " + possible, possible));
        facts.add(Fact.number("cpus_online", online));
    }

    private void time() {
        var clock = KernelClock.of(guest);
        int rate = clock.rate();
        OptionalLong kept = clock.sinceBoot();
        OptionalLong ticked = clock.byTicks();
        OptionalLong seconds = kept.isPresent() ? kept : ticked;
        if (seconds.isPresent()) {
            String ticks = rate == 0
                    ? ""
                    : kept.isPresent() && ticked.isPresent() && kept.getAsLong() != ticked.getAsLong()
                            ? " (" + ticked.getAsLong() + " s by its ticks at HZ " + rate + ")"
                            : " (HZ " + rate + ")";
            facts.add(Fact.of("uptime", "uptime", span(seconds.getAsLong()) + ticks, seconds.getAsLong()));
        }
        if (rate != 0) {
            facts.add(Fact.number("hz", rate));
        }
        ticked.ifPresent(number -> facts.add(Fact.number("uptime_by_ticks", number)));
        clock.sinceEpoch().ifPresent(number -> {
            facts.add(Fact.of("time", "time", Instant.ofEpochSecond(number) + " by the guest's clock"));
            facts.add(Fact.number("epoch_seconds", number));
        });
    }

    private static String span(long seconds) {
        String clock = String.format(
                Locale.ROOT, "%02d:%02d:%02d", seconds % DAY / HOUR, seconds % HOUR / MINUTE, seconds % MINUTE);
        return seconds + " s = " + (seconds < DAY ? "" : seconds / DAY + (seconds < 2 * DAY ? " day " : " days "))
                + clock;
    }

    private void loads() {
        OptionalLong at = guest.kallsyms().valueOf("avenrun");
        if (at.isEmpty()) {
            return;
        }
        var words = new ArrayList<String>();
        try {
            for (int each = 0; each < LOADS; each++) {
                long fixed = guest.memory().readLong(at.getAsLong() + 8L * each);
                words.add(String.format(Locale.ROOT, "%.2f", fixed / LOAD));
            }
            facts.add(Fact.of("load", "load average", String.join(", ", words)));
        } catch (MemoryFaultException lost) {
            // What cannot be read is not told.
        }
    }

    private void tasks() {
        OptionalInt threads = variables.number("nr_threads");
        if (threads.isEmpty()) {
            return;
        }
        long processes = sum("process_counts");
        var text = new StringBuilder().append(threads.getAsInt()).append(" threads");
        facts.add(Fact.number("threads", threads.getAsInt()));
        if (processes > 0) {
            text.append(" in ").append(processes).append(" processes");
            facts.add(Fact.number("processes", processes));
        }
        runnable().ifPresent(running -> {
            text.append(", ").append(running).append(" running");
            facts.add(Fact.number("running", running));
        });
        facts.add(Fact.of("tasks", "tasks", text + " (the CPUs' idle tasks not counted)", threads.getAsInt()));
    }

    private long sum(String name) {
        return guest.perCpu().possible().stream()
                .mapToLong(cpu -> variables.ofCpu(name, cpu).orElse(0))
                .sum();
    }

    private OptionalLong runnable() {
        var problems = new ArrayList<String>();
        try {
            long running = LinuxCpus.read(guest, List.of(), problems::add).stream()
                    .filter(LinuxCpu::online)
                    .mapToLong(LinuxCpu::runnable)
                    .sum();
            return problems.isEmpty() ? OptionalLong.of(running) : OptionalLong.empty();
        } catch (TypeDataException untold) {
            return OptionalLong.empty();
        }
    }

    private void commandLine() {
        variables
                .pointed("saved_command_line", LONGEST_COMMAND_LINE)
                .ifPresent(text -> facts.add(Fact.of("command_line", "command line", text)));
    }

    private void taints() {
        OptionalLong bits = variables.word("tainted_mask");
        if (bits.isEmpty()) {
            return;
        }
        facts.add(Fact.of("tainted", "tainted", Taint.describe(bits.getAsLong()), bits.getAsLong()));
        if ((Taint.DIED.in(bits.getAsLong()) || Taint.SOFT_LOCKUP.in(bits.getAsLong()))
                && !Panic.of(guest).happened()) {
            Panic.lastCause(KernelLog.read(guest, _ -> {}))
                    .ifPresent(text -> facts.add(Fact.of("last_error", "last error", text)));
        }
    }
}
