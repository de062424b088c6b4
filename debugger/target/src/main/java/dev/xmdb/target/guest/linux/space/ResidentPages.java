package dev.xmdb.target.guest.linux.space;

import dev.xmdb.target.types.Member;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Type;
import java.util.function.LongUnaryOperator;

/**
 * How many of a process' pages are in memory, as its kernel counts them.
 *
 * @param file pages of files
 * @param anonymous pages of no file
 * @param swapped pages that were swapped out
 * @param shared pages of shared memory
 */
public record ResidentPages(long file, long anonymous, long swapped, long shared) {

    /** All that are in memory. */
    public long total() {
        return file + anonymous + shared;
    }

    /**
     * Reads the counts: four numbers up to 6.1, which threads update with delay; since 6.2 four numbers with a further one for each CPU.
     *
     * @param mm the {@code struct mm_struct}
     * @param ofCpus the sum over all CPUs of what each has in its own instance of a variable
     * @throws dev.xmdb.target.memory.MemoryFaultException when they are not in memory
     * @throws dev.xmdb.target.types.TypeDataException when the kernel keeps them in another way
     */
    static ResidentPages read(StructView mm, LongUnaryOperator ofCpus) {
        return new ResidentPages(
                count(mm, ofCpus, 0), count(mm, ofCpus, 1), count(mm, ofCpus, 2), count(mm, ofCpus, 3));
    }

    private static long count(StructView mm, LongUnaryOperator ofCpus, int which) {
        Member counts = mm.layout().member("rss_stat");
        if (!(counts.type() instanceof Type.Array)) {
            return clipped(mm.number("rss_stat.count[" + which + "].counter"));
        }
        String own = "rss_stat[" + which + "]";
        long perCpu = mm.number(own + ".counters");
        return clipped(mm.number(own + ".count") + (perCpu == 0 ? 0 : ofCpus.applyAsLong(perCpu)));
    }

    /** Counts that are updated with delay can be below 0 for a while. */
    private static long clipped(long count) {
        return Math.max(0, count);
    }
}
