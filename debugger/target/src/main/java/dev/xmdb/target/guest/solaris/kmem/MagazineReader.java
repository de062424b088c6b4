package dev.xmdb.target.guest.solaris.kmem;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.work.Effort;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/** Reads which buffers of a cache wait in magazines: those of its depot's full ones, and those at hand for each CPU. */
final class MagazineReader {
    /** The largest magazine of any kernel has 143 rounds. */
    private static final long MOST_ROUNDS = 4096;

    private final AddressSpace memory;
    private final KmemLayouts layouts;
    private final KmemCache cache;
    private final int cpus;
    private final FaultList faults;
    private final Effort effort;

    MagazineReader(
            AddressSpace memory, KmemLayouts layouts, KmemCache cache, int cpus, FaultList faults, Effort effort) {
        this.memory = memory;
        this.layouts = layouts;
        this.cache = cache;
        this.cpus = cpus;
        this.faults = faults;
        this.effort = effort;
    }

    /** How many rounds a full magazine has; 0 when the cache has no magazines. */
    long magazineSize() {
        long type = memory.readWord(
                cache.address() + layouts.cache.member("cache_magtype").offset());
        return type == 0 ? 0 : layouts.magazineType().at(memory, type).number("mt_magsize");
    }

    /**
     * Delivers the addresses of the buffers.
     *
     * @param buffers how many the cache has: its magazines cannot hold more
     */
    void read(long buffers, LongConsumer sink) {
        try {
            depot(buffers, sink);
        } catch (MemoryFaultException gone) {
            faults.add("depot of " + cache.name() + ": " + gone.getMessage());
        }
        perCpu(cpu -> {
            cpuRounds(cpu, "cc_loaded", "cc_rounds", sink);
            cpuRounds(cpu, "cc_ploaded", "cc_prounds", sink);
            return true;
        });
    }

    private void depot(long buffers, LongConsumer sink) {
        long first = memory.readWord(
                cache.address() + layouts.cache.member("cache_full.ml_list").offset());
        if (first == 0) {
            return;
        }
        long size = magazineSize();
        if (size <= 0 || size > MOST_ROUNDS) {
            faults.add("full magazines of " + cache.name() + " have " + size + " rounds each: they are left out");
            return;
        }
        long next = layouts.magazine().member("mag_next").offset();
        Chain.End end = new Chain(
                        "full magazines of " + cache.name(), magazine -> memory.readWord(magazine + next), (int)
                                Math.min(Integer.MAX_VALUE, buffers / size))
                .follow(first, magazine -> {
                    effort.advance("reading kmem magazines", 0, 0);
                    rounds(magazine, size, sink);
                    return true;
                });
        if (end.fault() != null) {
            faults.add(end.fault());
        }
    }

    /** Delivers the address of each CPU's part of the cache. */
    void perCpu(LongPredicate sink) {
        StructLayout cpu = layouts.cpu();
        long first = cache.address() + layouts.cache.member("cache_cpu").offset();
        for (int i = 0; i < cpus; i++) {
            try {
                if (!sink.test(first + i * cpu.size())) {
                    return;
                }
            } catch (MemoryFaultException gone) {
                faults.add("magazines of CPU " + i + " of " + cache.name() + ": " + gone.getMessage());
                return;
            }
        }
    }

    private void cpuRounds(long cpu, String magazine, String rounds, LongConsumer sink) {
        StructLayout layout = layouts.cpu();
        long at = memory.readWord(cpu + layout.member(magazine).offset());
        // As many as the kernel's own count says; it is -1 when no magazine is there.
        long count = layout.at(memory, cpu).number(rounds);
        if (at != 0 && count > 0) {
            rounds(at, count, sink);
        }
    }

    private void rounds(long magazine, long count, LongConsumer sink) {
        long first = magazine + layouts.magazine().member("mag_round").offset();
        if (count < 0 || count > MOST_ROUNDS) {
            faults.add("magazine " + Long.toHexString(magazine) + " of " + cache.name() + " has " + count
                    + " rounds: it is left out");
            return;
        }
        for (int i = 0; i < count; i++) {
            sink.accept(memory.readWord(first + (long) i * memory.wordSize()));
        }
    }
}
