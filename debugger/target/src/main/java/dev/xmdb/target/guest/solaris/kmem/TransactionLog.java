package dev.xmdb.target.guest.solaris.kmem;

import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One of the logs in which the slab allocator keeps copies of bufctls, the last that it wrote: of allocations and frees, of allocations
 * that failed, of slabs. A log is cut into chunks, of which each CPU fills one.
 *
 * @param entries the records, the latest first
 * @param faults what could not be read, one sentence each
 */
public record TransactionLog(List<Entry> entries, List<String> faults) {
    private static final long MOST_CHUNKS = 1 << 16;
    private static final long MOST_ENTRIES = 1 << 22;

    /**
     * A record.
     *
     * @param cpu the CPU that fills the chunk it is in; empty when none does any more
     * @param bufctl what was recorded
     */
    public record Entry(OptionalInt cpu, Bufctl bufctl) {}

    /** Copies the lists. */
    public TransactionLog {
        entries = List.copyOf(entries);
        faults = List.copyOf(faults);
    }

    /**
     * Reads a log; an allocator that keeps none has an empty one.
     *
     * @param variable the pointer to it, for example {@code kmem_transaction_log}
     */
    static TransactionLog read(SolarisGuest guest, KmemLayouts layouts, String variable, int cpus, Effort effort) {
        AddressSpace memory = guest.memory();
        long pointer = guest.symbols()
                .valueOf(variable)
                .orElseThrow(() -> new TypeDataException("failed to read " + variable + ": unknown symbol name"));
        long address = memory.readWord(pointer);
        var faults = new ArrayList<String>();
        var entries = new ArrayList<Entry>();
        if (address != 0) {
            StructView log = layouts.log().at(memory, address);
            long base = log.number("lh_base");
            long chunk = log.number("lh_chunksize");
            long chunks = log.number("lh_nchunks");
            long size = layouts.audit().size();
            long perChunk = chunk <= 0 ? 0 : chunk / size;
            if (perChunk == 0 || chunks < 0 || chunks > MOST_CHUNKS || perChunk * chunks > MOST_ENTRIES) {
                faults.add(variable + " at " + Long.toHexString(address) + " has " + chunks + " chunks of " + chunk
                        + " bytes: it is not read");
                return new TransactionLog(entries, faults);
            }
            Map<Long, Integer> filling = filling(layouts, log, base, chunk, cpus);
            for (long i = 0; i < chunks; i++) {
                effort.advance("reading " + variable, i, chunks);
                Integer cpu = filling.get(i);
                for (long j = 0; j < perChunk; j++) {
                    Bufctl bufctl = record(layouts, memory, base + i * chunk + j * size, faults);
                    if (bufctl == null) {
                        break;
                    }
                    entries.add(new Entry(cpu == null ? OptionalInt.empty() : OptionalInt.of(cpu), bufctl));
                }
            }
        }
        entries.sort(Comparator.comparingLong((Entry entry) -> entry.bufctl().timestamp())
                .reversed());
        return new TransactionLog(entries, faults);
    }

    /** Which CPU fills which chunk. */
    private static Map<Long, Integer> filling(KmemLayouts layouts, StructView log, long base, long chunk, int cpus) {
        Map<Long, Integer> filling = new HashMap<>();
        StructLayout cpu = layouts.cpuLog();
        long first = log.addressOf("lh_cpu");
        for (int i = 0; i < cpus; i++) {
            try {
                long current = cpu.at(log.memory(), first + i * cpu.size()).number("clh_current");
                if (Long.compareUnsigned(current, base) >= 0) {
                    filling.put(Long.divideUnsigned(current - base, chunk), i);
                }
            } catch (MemoryFaultException gone) {
                return filling;
            }
        }
        return filling;
    }

    private static @Nullable Bufctl record(KmemLayouts layouts, AddressSpace memory, long at, List<String> faults) {
        try {
            Bufctl bufctl = Bufctl.read(layouts.audit().at(memory, at));
            return bufctl.timestamp() == 0 ? null : bufctl;
        } catch (MemoryFaultException gone) {
            faults.add("record " + Long.toHexString(at) + ": " + gone.getMessage());
            return null;
        }
    }
}
