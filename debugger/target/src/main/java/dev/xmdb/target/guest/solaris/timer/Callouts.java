package dev.xmdb.target.guest.solaris.timer;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Reads the tables of callouts, as kernels since 2008 have them. */
public final class Callouts {
    /** Hash buckets of a table. */
    public static final int BUCKETS = 512;

    private static final int TYPES = 2;
    private static final int MOST_CPUS = 4096;
    private static final int MOST_BITS = 14;
    private static final int MOST_CALLOUTS = 1 << 20;
    private static final int STATISTIC_PENDING = 1;
    private static final int STATISTIC_ALLOCATED = 6;
    private static final long NANOSECONDS_PER_TICK = 10_000_000;

    private final SolarisGuest kernel;
    private final AddressSpace memory;
    private final StructLayout table;
    private final StructLayout list;
    private final StructLayout callout;
    private final StructLayout bucket;
    private final Optional<StructLayout> statistic;

    private Callouts(SolarisGuest kernel) {
        Types types = kernel.types();
        this.kernel = kernel;
        this.memory = kernel.memory();
        this.table = types.layout("callout_table_t");
        this.list = types.layout("callout_list_t");
        this.callout = types.layout("callout_t");
        this.bucket = types.layout("callout_hash_t");
        this.statistic = types.find("kstat_named_t").map(type -> new StructLayout(types, type));
    }

    /** A reader for a kernel. */
    public static Callouts of(SolarisGuest kernel) {
        return kernel.kept(Callouts.class, () -> new Callouts(kernel));
    }

    private long tables() {
        return memory.readWord(kernel.variable("callout_table"));
    }

    /** The addresses of all tables, two for each CPU that there can be. */
    public List<Long> tableAddresses() {
        int count = TYPES * Math.clamp(memory.readInt(kernel.variable("max_ncpus")), 0, MOST_CPUS);
        var addresses = new ArrayList<Long>();
        long first = tables();
        for (int i = 0; i < count; i++) {
            addresses.add(first + i * table.size());
        }
        return addresses;
    }

    /**
     * The table at an address.
     *
     * @throws dev.xmdb.target.memory.MemoryFaultException when it is not in memory
     */
    public CalloutTable table(long address) {
        StructView view = table.at(memory, address);
        long statistics = view.number("ct_kstat_data");
        return new CalloutTable(
                address,
                (int) ((address - tables()) / Math.max(1, table.size())),
                view.number("ct_free"),
                view.number("ct_lfree"),
                view.number("ct_idhash"),
                view.number("ct_clhash"),
                view.number("ct_expired.ch_head"),
                optional(view, "ct_queue.ch_head"),
                view.number("ct_cyclic"),
                view.number("ct_heap"),
                view.number("ct_heap_num"),
                view.number("ct_heap_max"),
                view.number("ct_taskq"),
                statistic(statistics, STATISTIC_PENDING),
                statistic(statistics, STATISTIC_ALLOCATED));
    }

    /** A member that early kernels of the kind lack. */
    private static long optional(StructView view, String member) {
        return view.layout().has(member) ? view.number(member) : 0;
    }

    private long statistic(long first, int index) {
        return first == 0 || statistic.isEmpty()
                ? 0
                : statistic
                        .get()
                        .at(memory, first + index * statistic.get().size())
                        .number("value.ui64");
    }

    /** The table that an extended id names. */
    public CalloutTable tableOf(long id) {
        return table(tables() + tableIndex(id) * table.size());
    }

    /** The place of the table that an extended id names. */
    public long tableIndex(long id) {
        return id & ((1L << bits()) - 1);
    }

    /** The hash bucket of an extended id. */
    public int bucketOf(long id) {
        return (int) (id >>> bits() & (BUCKETS - 1));
    }

    private int bits() {
        return Math.clamp(memory.readInt(kernel.variable("callout_table_bits")), 0, MOST_BITS);
    }

    /** The list at an address, found in some bucket. */
    public CalloutList list(long address, int inBucket) {
        StructView view = list.at(memory, address);
        return new CalloutList(
                address,
                view.number("cl_next"),
                view.number("cl_prev"),
                view.number("cl_expiration"),
                optional(view, "cl_flags"),
                view.number("cl_callouts.ch_head"),
                inBucket);
    }

    /** The callout at an address. */
    public Callout callout(long address) {
        StructView view = callout.at(memory, address);
        return new Callout(
                address,
                view.number("c_xid"),
                view.number("c_list"),
                view.number("c_func"),
                view.number("c_arg"),
                view.number("c_idprev"),
                view.number("c_idnext"),
                view.number("c_clprev"),
                view.number("c_clnext"),
                view.number("c_done"),
                optional(view, "c_waiting"),
                optional(view, "c_executor"));
    }

    /** Lists that follow each other. */
    public Chain lists() {
        return new Chain("callout lists", at -> list.at(memory, at).number("cl_next"), MOST_CALLOUTS);
    }

    /** Callouts of one list. */
    public Chain inList() {
        return new Chain("callouts", at -> callout.at(memory, at).number("c_clnext"), MOST_CALLOUTS);
    }

    /** Callouts of one chain of ids, or free ones. */
    public Chain byId() {
        return new Chain("callouts", at -> callout.at(memory, at).number("c_idnext"), MOST_CALLOUTS);
    }

    /**
     * Delivers the lists of a table: those whose time has come, those of the overflow queue, then the buckets' in their order.
     *
     * @param from the table
     * @param sink receives each
     * @param faults receives why some of them broke off, one sentence each
     */
    public void eachList(CalloutTable from, Consumer<CalloutList> sink, Consumer<String> faults) {
        follow(lists(), from.expired(), at -> sink.accept(list(at, -1)), faults);
        follow(lists(), from.queue(), at -> sink.accept(list(at, -1)), faults);
        for (int i = 0; from.lists() != 0 && i < BUCKETS; i++) {
            int here = i;
            follow(lists(), head(from.lists(), i), at -> sink.accept(list(at, here)), faults);
        }
    }

    /** The first element of a hash bucket. */
    public long head(long buckets, int index) {
        return bucket.at(memory, buckets + index * bucket.size()).number("ch_head");
    }

    /**
     * Follows a chain to its end.
     *
     * @param chain what is linked
     * @param first its first element; 0 when it is empty
     * @param sink receives each address
     * @param faults receives why it broke off
     */
    public static void follow(Chain chain, long first, LongConsumer sink, Consumer<String> faults) {
        Chain.End end = chain.follow(first, at -> {
            sink.accept(at);
            return true;
        });
        String fault = end.fault();
        if (fault != null) {
            faults.accept(fault);
        }
    }

    /** The time since the kernel was started, in nanoseconds, as exactly as it can be told; empty when it cannot. */
    public OptionalLong now() {
        for (String exact : List.of("hrtime_last", "hrtime_base")) {
            OptionalLong at = kernel.symbols().valueOf(exact);
            if (at.isPresent()) {
                return OptionalLong.of(memory.readLong(at.getAsLong()));
            }
        }
        OptionalLong ticks = kernel.symbols().valueOf("lbolt");
        return ticks.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(memory.readWord(ticks.getAsLong()) * nanosecondsPerTick());
    }

    /** How long a clock tick is. */
    public long nanosecondsPerTick() {
        OptionalLong at = kernel.symbols().valueOf("nsec_per_tick");
        return at.isEmpty() ? NANOSECONDS_PER_TICK : memory.readInt(at.getAsLong());
    }
}
