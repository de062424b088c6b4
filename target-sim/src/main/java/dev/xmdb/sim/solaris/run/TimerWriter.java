package dev.xmdb.sim.solaris.run;

import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;
import java.util.ArrayList;
import java.util.List;

/** Writes the tables of callouts, and each CPU's cyclics. */
public final class TimerWriter {
    private static final long NANOSECONDS = 10_000_000;
    private static final int BUCKETS = 512;
    private static final int BUCKET_BITS = 9;
    private static final long COUNTER_HIGH = 0x4000_0000L;
    private static final int HEAPED = 0x10;
    private static final int NORMAL = 1;
    private static final int ONLINE = 2;
    private static final int HEAP = 256;

    private final Simulation simulation;
    private final Kernel kernel;
    private final int tableBits;
    private final List<WrittenCallout> callouts = new ArrayList<>();
    private final List<WrittenCyclic> cyclics = new ArrayList<>();

    /** A callout, and where it is. */
    public record WrittenCallout(long va, Callout callout) {}

    /** A cyclic, where it is, and where what its CPU knows of its cyclics is. */
    public record WrittenCyclic(int cpu, long table, long va, Cyclic cyclic) {}

    TimerWriter(Simulation simulation) {
        this.simulation = simulation;
        this.kernel = simulation.kernel();
        this.tableBits = 1
                + Integer.SIZE
                - Integer.numberOfLeadingZeros(simulation.cpus().size() - 1);
    }

    /** Every callout. */
    List<WrittenCallout> callouts() {
        return callouts;
    }

    /** Every cyclic. */
    List<WrittenCyclic> cyclics() {
        return cyclics;
    }

    void write() {
        int count = 1 << tableBits;
        int size = kernel.layouts().size("callout_table_t");
        long tables = kernel.heap().allocate((long) count * size, 64);
        kernel.set("callout_table", tables);
        kernel.set("callout_table_bits", tableBits);
        kernel.set("callout_table_mask", count - 1L);
        for (int index = 0; index < 2 * simulation.cpus().size(); index++) {
            int kind = index & 1;
            int bucketSize = kernel.layouts().size("callout_hash_t");
            GuestStruct table = kernel.at("callout_table_t", tables + (long) index * size)
                    .set("ct_type", kind)
                    .set("ct_short_id", COUNTER_HIGH | index)
                    .set("ct_idhash", kernel.heap().allocate((long) BUCKETS * bucketSize))
                    .set("ct_clhash", kernel.heap().allocate((long) BUCKETS * bucketSize));
            if (index <= NORMAL) {
                callouts(
                        table,
                        index,
                        simulation.clock().callouts().stream()
                                .filter(each -> each.normal() == (kind == NORMAL))
                                .toList());
            }
        }
        simulation.cpus().forEach(this::cyclics);
    }

    private void callouts(GuestStruct table, int index, List<Callout> all) {
        long heap = kernel.heap().allocate((long) Math.max(HEAP, all.size()) * Long.BYTES * 2);
        table.set("ct_heap", heap).set("ct_heap_max", Math.max(HEAP, all.size()));
        GuestStruct list = null;
        long listTime = 0;
        int lists = 0;
        GuestStruct last = null;
        for (Callout each : all) {
            long expiration = each.expires() * NANOSECONDS;
            if (list == null || listTime != expiration) {
                list = kernel.make("callout_list_t")
                        .set("cl_expiration", expiration)
                        .set("cl_flags", HEAPED);
                listTime = expiration;
                last = null;
                long hash = expiration
                        ^ (expiration >>> BUCKET_BITS)
                        ^ (expiration >>> (2 * BUCKET_BITS))
                        ^ (expiration >>> (3 * BUCKET_BITS));
                append(bucket(table.get("ct_clhash"), hash), list, "cl_next", "cl_prev");
                kernel.at("callout_heap_t", heap + lists++ * 2L * Long.BYTES)
                        .set("ch_expiration", expiration)
                        .set("ch_list", list.va());
            }
            long id = COUNTER_HIGH | (each.number() << tableBits) | index;
            GuestStruct callout = kernel.make("callout_t")
                    .set("c_xid", id)
                    .set("c_list", list.va())
                    .set("c_func", kernel.symbols().address(each.function()))
                    .set("c_arg", each.argument());
            callouts.add(new WrittenCallout(callout.va(), each));
            append(bucket(table.get("ct_idhash"), id >>> tableBits), callout, "c_idnext", "c_idprev");
            if (last == null) {
                list.set("cl_callouts.ch_head", callout.va());
            } else {
                last.set("c_clnext", callout.va());
                callout.set("c_clprev", last.va());
            }
            list.set("cl_callouts.ch_tail", callout.va());
            last = callout;
        }
        table.set("ct_heap_num", lists);
    }

    private GuestStruct bucket(long hash, long value) {
        return kernel.at(
                "callout_hash_t",
                hash + (value & (BUCKETS - 1)) * kernel.layouts().size("callout_hash_t"));
    }

    private void append(GuestStruct bucket, GuestStruct each, String next, String previous) {
        long tail = bucket.get("ch_tail");
        if (tail == 0) {
            bucket.set("ch_head", each.va());
        } else {
            kernel.at(each.name(), tail).set(next, each.va());
            each.set(previous, tail);
        }
        bucket.set("ch_tail", each.va());
    }

    private void cyclics(Cpu cpu) {
        long now = simulation.tick() * NANOSECONDS;
        List<Cyclic> all = new ArrayList<>();
        if (cpu.id() == 0) {
            all.add(new Cyclic("clock", 0, now + NANOSECONDS, NANOSECONDS, 1));
        }
        long table = kernel.space().getLong(kernel.symbols().address("callout_table"))
                + 2L * cpu.id() * kernel.layouts().size("callout_table_t");
        all.add(new Cyclic("callout_realtime", table, now + 3 * NANOSECONDS, Long.MAX_VALUE, 0));
        all.add(new Cyclic("deadman", 0, now + 40 * NANOSECONDS + cpu.id(), 100 * NANOSECONDS, 2));
        all.sort((one, other) -> Long.compare(one.expires(), other.expires()));
        int size = Integer.highestOneBit(all.size()) * 2;
        long cyclics = kernel.heap().allocate((long) size * kernel.layouts().size("cyclic_t"));
        long heap = kernel.heap().allocate((long) size * Integer.BYTES);
        for (int index = 0; index < size; index++) {
            kernel.space().put(heap + (long) index * Integer.BYTES, Integer.BYTES, index);
        }
        for (int index = 0; index < all.size(); index++) {
            Cyclic each = all.get(index);
            kernel.at("cyclic_t", cyclics + (long) index * kernel.layouts().size("cyclic_t"))
                    .set("cy_expire", each.expires())
                    .set("cy_interval", each.interval())
                    .set("cy_handler", kernel.symbols().address(each.handler()))
                    .set("cy_arg", each.argument())
                    .set("cy_level", each.level());
        }
        GuestStruct own = kernel.make("cyc_cpu_t")
                .set("cyp_cpu", cpu.processor().cpu().va())
                .set("cyp_heap", heap)
                .set("cyp_cyclics", cyclics)
                .set("cyp_nelems", all.size())
                .set("cyp_size", size)
                .set("cyp_state", ONLINE);
        cpu.processor().cpu().set("cpu_cyclic", own.va());
        for (int index = 0; index < all.size(); index++) {
            long va = cyclics + (long) index * kernel.layouts().size("cyclic_t");
            this.cyclics.add(new WrittenCyclic(cpu.id(), own.va(), va, all.get(index)));
        }
    }

    /**
     * Something that a CPU's timer does regularly.
     *
     * @param expires in nanoseconds since boot
     * @param interval in nanoseconds
     */
    public record Cyclic(String handler, long argument, long expires, long interval, int level) {}
}
