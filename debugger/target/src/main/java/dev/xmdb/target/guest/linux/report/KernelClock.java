package dev.xmdb.target.guest.linux.report;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * What a kernel knew of the time. Its timekeeper has seconds since the boot and since 1970; the count of timer ticks, which begins five
 * minutes before it wraps at 32 bits, lags behind wherever ticks were lost, as they are in a domain that did not get its turn.
 */
final class KernelClock {
    /** Ticks per second that a kernel can be built for. */
    private static final int[] RATES = {100, 250, 300, 1000};

    private static final long SECOND = 1_000_000_000;
    private static final long WRAP = 1L << 32;
    private static final int MINUTES_BEFORE_WRAP = 300;
    /** Up to 6.12 the timekeeper has no named place: it stands behind a sequence count, aligned to a word. */
    private static final int BEHIND_SEQUENCE = 8;

    private static final long LARGEST_SECONDS = 1L << 34;

    private final Variables variables;
    private final LinuxGuest guest;
    private final Optional<StructView> keeper;

    KernelClock(LinuxGuest guest) {
        this.guest = guest;
        this.variables = new Variables(guest);
        this.keeper = keeper();
    }

    private Optional<StructView> keeper() {
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

    /** Ticks per second; 0 where nothing tells them. */
    int rate() {
        OptionalInt told = IntStream.concat(
                        variables.word("tick_nsec").stream().mapToInt(KernelClock::rate),
                        keeper.stream().mapToInt(KernelClock::rate))
                .filter(rate -> rate != 0)
                .findFirst();
        return told.orElseGet(this::guessed);
    }

    private static int rate(StructView keeper) {
        long shift = keeper.number("tkr_mono.shift");
        return shift < 0 || shift >= Long.SIZE ? 0 : rate(keeper.number("xtime_interval") >>> shift);
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
        OptionalLong ticks = ticks();
        OptionalLong boot = keeper.isPresent() ? OptionalLong.of(sinceBoot(keeper.get())) : OptionalLong.empty();
        if (ticks.isEmpty() || boot.isEmpty()) {
            return 0;
        }
        int best = 0;
        for (int rate : RATES) {
            if (best == 0
                    || Math.abs(seconds(ticks.getAsLong(), rate) - boot.getAsLong())
                            < Math.abs(seconds(ticks.getAsLong(), best) - boot.getAsLong())) {
                best = rate;
            }
        }
        return best;
    }

    private OptionalLong ticks() {
        OptionalLong own = variables.word("jiffies_64");
        return own.isPresent() ? own : variables.word("jiffies");
    }

    private static long seconds(long ticks, int rate) {
        return (ticks - (WRAP - (long) MINUTES_BEFORE_WRAP * rate)) / rate;
    }

    /** Seconds since the boot, by the timekeeper. */
    OptionalLong sinceBoot() {
        return keeper.isPresent() ? OptionalLong.of(sinceBoot(keeper.get())) : OptionalLong.empty();
    }

    private static long sinceBoot(StructView keeper) {
        return keeper.number("ktime_sec")
                + (keeper.layout().has("offs_boot") ? keeper.number("offs_boot") / SECOND : 0);
    }

    /** Seconds since the boot, by the count of ticks. */
    OptionalLong byTicks() {
        OptionalLong ticks = ticks();
        int rate = rate();
        long seconds = ticks.isEmpty() || rate == 0 ? -1 : seconds(ticks.getAsLong(), rate);
        return seconds < 0 ? OptionalLong.empty() : OptionalLong.of(seconds);
    }

    /** Seconds since 1970. */
    OptionalLong sinceEpoch() {
        return keeper.isPresent() ? OptionalLong.of(keeper.get().number("xtime_sec")) : OptionalLong.empty();
    }
}
