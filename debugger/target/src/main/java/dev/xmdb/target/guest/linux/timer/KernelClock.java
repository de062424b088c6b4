package dev.xmdb.target.guest.linux.timer;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.guest.linux.variable.ReadableVariables;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/**
 * What a kernel knew of the time when it last looked: at the last tick, as a rule. Its timekeeper has seconds since the boot and since
 * 1970; the count of timer ticks, which begins five minutes before it wraps at 32 bits, lags behind wherever ticks were lost, as they are in
 * a domain that did not get its turn.
 */
public final class KernelClock {
    /** Ticks per second that a kernel can be built for. */
    private static final int[] RATES = {100, 250, 300, 1000};

    private static final long SECOND = 1_000_000_000;
    private static final long WRAP = 1L << 32;
    private static final int SECONDS_BEFORE_WRAP = 300;
    /** Up to 6.12 the timekeeper has no named place: it stands behind a sequence count, aligned to a word. */
    private static final int BEHIND_SEQUENCE = 8;

    private static final long LARGEST_SECONDS = 1L << 34;

    private final Optional<StructView> keeper;
    private final OptionalLong ticks;
    private final int rate;

    private KernelClock(LinuxGuest guest) {
        ReadableVariables variables = ReadableVariables.of(guest);
        this.keeper = keeper(guest);
        OptionalLong counted = variables.word("jiffies_64");
        this.ticks = counted.isPresent() ? counted : variables.word("jiffies");
        this.rate = LongStream.concat(variables.word("tick_nsec").stream(), kept(KernelClock::tickLength).stream())
                .mapToInt(KernelClock::rate)
                .filter(found -> found != 0)
                .findFirst()
                .orElseGet(this::guessed);
    }

    /** The clock of a guest. */
    public static KernelClock of(LinuxGuest guest) {
        return guest.kept(KernelClock.class, () -> new KernelClock(guest));
    }

    private static Optional<StructView> keeper(LinuxGuest guest) {
        OptionalLong symbol = guest.kallsyms().valueOf("tk_core");
        // Since 6.17 there are several, and the core's is the first of them.
        OptionalLong at = symbol.isPresent() ? symbol : guest.kallsyms().valueOf("timekeeper_data");
        if (at.isEmpty()) {
            return Optional.empty();
        }
        try {
            StructLayout layout = guest.types().layout("struct timekeeper");
            long offset = guest.types()
                    .find("struct tk_data")
                    .map(type -> new StructLayout(guest.types(), type))
                    .flatMap(data -> data.find("timekeeper"))
                    .map(member -> member.offset())
                    .orElse((long) BEHIND_SEQUENCE);
            return Optional.of(layout.at(guest.memory(), at.getAsLong() + offset))
                    .filter(KernelClock::sane);
        } catch (MemoryFaultException | TypeDataException lost) {
            return Optional.empty();
        }
    }

    private static boolean sane(StructView keeper) {
        long clock = keeper.number("tkr_mono.clock");
        long seconds = keeper.number("ktime_sec");
        return (KernelImage.mayHold(clock) || clock < 0)
                && seconds >= 0
                && seconds < LARGEST_SECONDS
                && keeper.number("xtime_sec") >= seconds;
    }

    private OptionalLong kept(ToLongFunction<StructView> what) {
        try {
            return keeper.stream().mapToLong(what).findFirst();
        } catch (MemoryFaultException | TypeDataException lost) {
            return OptionalLong.empty();
        }
    }

    /** Ticks per second; 0 where nothing tells them. */
    public int rate() {
        return rate;
    }

    private static long tickLength(StructView keeper) {
        long shift = keeper.number("tkr_mono.shift");
        return shift < 0 || shift >= Long.SIZE ? 0 : keeper.number("xtime_interval") >>> shift;
    }

    /** The rate whose tick is as long, give or take what a clock is adjusted by. */
    private static int rate(long nanoseconds) {
        for (int rate : RATES) {
            if (Math.abs(nanoseconds - SECOND / rate) < SECOND / rate / 50) {
                return rate;
            }
        }
        return 0;
    }

    /** The rate that agrees best with the seconds since the boot. */
    private int guessed() {
        OptionalLong boot = sinceBoot();
        if (ticks.isEmpty() || boot.isEmpty()) {
            return 0;
        }
        int best = 0;
        for (int each : RATES) {
            if (best == 0
                    || Math.abs(seconds(ticks.getAsLong(), each) - boot.getAsLong())
                            < Math.abs(seconds(ticks.getAsLong(), best) - boot.getAsLong())) {
                best = each;
            }
        }
        return best;
    }

    /** The number of the last tick; empty where the kernel's count cannot be read. */
    public OptionalLong ticks() {
        return ticks;
    }

    /** Nanoseconds from the last tick to the one of a number; empty when the rate of ticks is not known. */
    public OptionalLong until(long tick) {
        if (rate == 0) {
            return OptionalLong.empty();
        }
        long left = tick - ticks.orElse(0);
        // Far ahead is far ahead: no number of ticks may overflow.
        return OptionalLong.of(left / rate * SECOND + left % rate * SECOND / rate);
    }

    private static long seconds(long ticks, int rate) {
        return (ticks - (WRAP - (long) SECONDS_BEFORE_WRAP * rate)) / rate;
    }

    /** Nanoseconds on the clock that was 0 at boot and stands still while the guest is suspended. */
    public OptionalLong monotonic() {
        return kept(view -> view.number("tkr_mono.base")
                + (view.number("tkr_mono.xtime_nsec") >>> (view.number("tkr_mono.shift") & (Long.SIZE - 1))));
    }

    /** Seconds since the boot, by the timekeeper. */
    public OptionalLong sinceBoot() {
        return kept(view ->
                view.number("ktime_sec") + (view.layout().has("offs_boot") ? view.number("offs_boot") / SECOND : 0));
    }

    /** Seconds since the boot, by the count of ticks. */
    public OptionalLong byTicks() {
        long seconds = ticks.isEmpty() || rate == 0 ? -1 : seconds(ticks.getAsLong(), rate);
        return seconds < 0 ? OptionalLong.empty() : OptionalLong.of(seconds);
    }

    /** Seconds since 1970. */
    public OptionalLong sinceEpoch() {
        return kept(view -> view.number("xtime_sec"));
    }
}
