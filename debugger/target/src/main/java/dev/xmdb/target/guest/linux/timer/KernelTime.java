package dev.xmdb.target.guest.linux.timer;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What time the kernel had when it last looked: at the last tick, as a rule.
 *
 * @param jiffies ticks, counted from a little below 2^32 on
 * @param monotonic nanoseconds on the clock that was 0 at boot; empty when the kernel's time cannot be read
 * @param ticksPerSecond how many ticks a second has (HZ); empty when nothing tells
 */
public record KernelTime(long jiffies, OptionalLong monotonic, OptionalInt ticksPerSecond) {
    private static final long BILLION = 1_000_000_000L;
    private static final List<Integer> USUAL = List.of(100, 250, 300, 1000);
    /** Ticks begin five minutes before 2^32. */
    private static final long FIRST_WRAP = 1L << 32;

    private static final int SECONDS_BEFORE_WRAP = 300;
    /** In a structure that BTF does not name (up to 6.12), the timekeeper follows a sequence count, as its alignment tells. */
    private static final long AFTER_SEQUENCE = 8;

    /** The time of a guest. */
    public static KernelTime of(LinuxGuest guest) {
        long jiffies = word(guest, "jiffies_64").orElse(0);
        OptionalLong monotonic = monotonic(guest);
        return new KernelTime(jiffies, monotonic, rate(guest, jiffies, monotonic));
    }

    /** Nanoseconds until the tick of a number; empty when the rate of ticks is not known. */
    public OptionalLong until(long tick) {
        if (ticksPerSecond.isEmpty()) {
            return OptionalLong.empty();
        }
        long ticks = tick - jiffies;
        int rate = ticksPerSecond.getAsInt();
        // Far ahead is far ahead: no number of ticks may overflow.
        return OptionalLong.of(ticks / rate * BILLION + ticks % rate * BILLION / rate);
    }

    private static OptionalLong word(LinuxGuest guest, String symbol) {
        OptionalLong at = guest.kallsyms().valueOf(symbol);
        try {
            return at.isEmpty() ? at : OptionalLong.of(guest.memory().readLong(at.getAsLong()));
        } catch (MemoryFaultException notThere) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong monotonic(LinuxGuest guest) {
        // Since 6.17 there are several timekeepers, of which the first is the system's.
        OptionalLong core = guest.kallsyms().valueOf("tk_core");
        OptionalLong at = core.isPresent() ? core : guest.kallsyms().valueOf("timekeeper_data");
        if (at.isEmpty()) {
            return at;
        }
        try {
            StructLayout layout = guest.types().layout("struct timekeeper");
            StructView keeper = layout.at(guest.memory(), at.getAsLong() + inCore(guest));
            long shift = keeper.number("tkr_mono.shift") & (Long.SIZE - 1);
            return OptionalLong.of(keeper.number("tkr_mono.base") + (keeper.number("tkr_mono.xtime_nsec") >>> shift));
        } catch (MemoryFaultException | TypeDataException notThere) {
            return OptionalLong.empty();
        }
    }

    private static long inCore(LinuxGuest guest) {
        return guest.types().find("struct tk_data").isPresent()
                ? guest.types().layout("struct tk_data").member("timekeeper").offset()
                : AFTER_SEQUENCE;
    }

    /** The length of a tick is a variable up to 6.12; else the rate is the one by which ticks and time agree best. */
    private static OptionalInt rate(LinuxGuest guest, long jiffies, OptionalLong monotonic) {
        long length = word(guest, "tick_nsec").orElse(0);
        if (length > 0 && length <= BILLION) {
            return OptionalInt.of((int) Math.round((double) BILLION / length));
        }
        if (monotonic.isEmpty()) {
            return OptionalInt.empty();
        }
        double seconds = (double) monotonic.getAsLong() / BILLION;
        return USUAL.stream()
                .mapToInt(Integer::intValue)
                .boxed()
                .min((one, other) -> Double.compare(
                        Math.abs(ticking(jiffies, one) - seconds), Math.abs(ticking(jiffies, other) - seconds)))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    private static double ticking(long jiffies, int rate) {
        return (double) (jiffies - (FIRST_WRAP - (long) SECONDS_BEFORE_WRAP * rate)) / rate;
    }
}
