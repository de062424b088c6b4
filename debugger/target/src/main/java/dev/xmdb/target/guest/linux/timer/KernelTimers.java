package dev.xmdb.target.guest.linux.timer;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.collection.LinkedLists;
import dev.xmdb.target.guest.linux.collection.RedBlackTree;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads the timers that are set on each CPU. Confirmed on 6.1 by what the guests told of theirs, and on 5.10; the trees of 7.1, whose nodes
 * are also linked to a list, follow the kernel's types.
 */
public final class KernelTimers {
    private static final int MOST_WHEELS = 3;
    private static final int MOST_CLOCKS = 16;
    private static final int REALTIME = 0;
    private static final int BOOT = 7;
    private static final int ATOMIC = 11;

    private final LinuxGuest guest;
    private final Consumer<String> problems;
    private final KernelClock time;
    private final TimerOwners owners;
    private final List<KernelTimer> found = new ArrayList<>();

    private KernelTimers(LinuxGuest guest, Consumer<String> problems) {
        this.guest = guest;
        this.problems = problems;
        this.time = KernelClock.of(guest);
        this.owners = new TimerOwners(guest);
    }

    /**
     * Every timer, in the order of CPUs, wheels and clocks and, within these, of time.
     *
     * @param problems receives a sentence for each list or tree that breaks off
     * @param effort what to report to
     * @throws TypeDataException when the kernel's types do not tell what a timer is
     */
    public static List<KernelTimer> read(LinuxGuest guest, Consumer<String> problems, Effort effort) {
        var reader = new KernelTimers(guest, problems);
        OptionalLong wheels = guest.kallsyms().valueOf("timer_bases");
        OptionalLong clocks = guest.kallsyms().valueOf("hrtimer_bases");
        if (wheels.isEmpty()) {
            problems.accept("failed to read timer_bases: unknown symbol name");
        }
        if (clocks.isEmpty()) {
            problems.accept("failed to read hrtimer_bases: unknown symbol name");
        }
        List<Integer> cpus = guest.perCpu().possible();
        long size = guest.types().layout("struct timer_base").size();
        long count =
                wheels.isEmpty() ? 0 : Math.max(1, PerCpuSize.of(guest, wheels.getAsLong(), MOST_WHEELS * size) / size);
        for (int cpu : cpus) {
            effort.advance("reading timers", cpu, cpus.size());
            for (int wheel = 0; wheel < count; wheel++) {
                reader.wheel(cpu, wheel, count, wheels.getAsLong() + wheel * size);
            }
            if (clocks.isPresent()) {
                reader.clocks(cpu, clocks.getAsLong());
            }
        }
        return List.copyOf(reader.found);
    }

    /** Since 6.9 timers that may run on any CPU have a wheel of their own; before, all but the deferrable ones shared one. */
    private static String wheelName(int wheel, long count) {
        if (count == MOST_WHEELS) {
            return List.of("local", "global", "defer").get(wheel);
        }
        return wheel == 0 ? "wheel" : "defer";
    }

    private void wheel(int cpu, int wheel, long count, long variable) {
        var timers = new ArrayList<KernelTimer>();
        try {
            StructLayout layout = guest.types().layout("struct timer_base");
            StructLayout timer = guest.types().layout("struct timer_list");
            long link = timer.member("entry").offset();
            long base = guest.perCpu().address(variable, cpu);
            long slots = layout.member("vectors").type() instanceof Type.Array array ? array.count() : 0;
            long first = base + layout.member("vectors").offset();
            String name = wheelName(wheel, count);
            for (int slot = 0; slot < slots; slot++) {
                Chain.End end = LinkedLists.of(guest).hlist("timers", first + (long) slot * Long.BYTES, node -> {
                    timers.add(timer(cpu, name, timer.at(guest.memory(), node - link)));
                    return true;
                });
                if (!end.sound()) {
                    problems.accept(
                            end.fault() + ", in slot " + slot + " of the timer_base at " + Long.toHexString(base));
                }
            }
        } catch (MemoryFaultException fault) {
            problems.accept("timer wheel of CPU " + cpu + ": " + fault.getMessage());
        }
        long now = time.ticks().orElse(0);
        timers.sort(Comparator.comparingLong(timer -> timer.expires() - now));
        found.addAll(timers);
    }

    private KernelTimer timer(int cpu, String wheel, StructView timer) {
        long function = timer.number("function");
        long expires = timer.number("expires");
        return new KernelTimer(
                cpu,
                false,
                wheel,
                timer.address(),
                function,
                expires,
                expires,
                time.until(expires),
                owners.of(timer, function));
    }

    private void clocks(int cpu, long variable) {
        try {
            StructLayout whole = guest.types().layout("struct hrtimer_cpu_base");
            StructLayout layout = guest.types().layout("struct hrtimer_clock_base");
            long count = whole.member("clock_base").type() instanceof Type.Array array
                    ? Math.min(array.count(), MOST_CLOCKS)
                    : 0;
            long first = guest.perCpu().address(variable, cpu)
                    + whole.member("clock_base").offset();
            for (int each = 0; each < count; each++) {
                StructView clock = layout.at(guest.memory(), first + each * layout.size());
                // The second half of the clocks is served by a soft interrupt (since 4.16).
                clock(
                        cpu,
                        clock,
                        name((int) clock.number("clockid")) + (count > 4 && each >= count / 2 ? "/soft" : ""));
            }
        } catch (MemoryFaultException fault) {
            problems.accept("high-resolution timers of CPU " + cpu + ": " + fault.getMessage());
        }
    }

    private static String name(int clock) {
        return switch (clock) {
            case REALTIME -> "real";
            case BOOT -> "boot";
            case ATOMIC -> "tai";
            default -> "mono";
        };
    }

    private void clock(int cpu, StructView clock, String name) {
        StructLayout layout = guest.types().layout("struct hrtimer");
        // The node of the tree begins the timer's node, whatever else has come to be in that.
        long inTimer = layout.member("node").offset();
        long offset = clock.number("offset");
        RedBlackTree.of(guest)
                .forEach(
                        clock.addressOf("active") + rootInHead(),
                        node -> {
                            StructView timer = layout.at(guest.memory(), node - inTimer);
                            long function = timer.number("function");
                            long expires = timer.number("node.expires");
                            found.add(new KernelTimer(
                                    cpu,
                                    true,
                                    name,
                                    timer.address(),
                                    function,
                                    timer.number("_softexpires"),
                                    expires,
                                    left(expires - offset),
                                    owners.of(timer, function)));
                            return true;
                        },
                        problems);
    }

    /** The head of a queue has been called {@code head} (up to 5.3) and {@code rb_root}. */
    private long rootInHead() {
        StructLayout clock = guest.types().layout("struct hrtimer_clock_base");
        long active = clock.member("active").offset();
        return Stream.of("active.rb_root", "active.head")
                .flatMap(path -> clock.find(path).stream())
                .mapToLong(member -> member.offset() - active)
                .findFirst()
                .orElse(0);
    }

    private OptionalLong left(long monotonic) {
        OptionalLong now = time.monotonic();
        return now.isEmpty() ? now : OptionalLong.of(monotonic - now.getAsLong());
    }
}
