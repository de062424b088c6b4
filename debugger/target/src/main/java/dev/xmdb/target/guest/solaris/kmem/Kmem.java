package dev.xmdb.target.guest.solaris.kmem;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The caches of a kernel. What is read of them is kept for later commands. */
public final class Kmem {
    private static final int MOST_CACHES = 1 << 14;
    private static final int MOST_CPUS = 1024;
    /** How many buffers all caches together may have: more than that is taken for nonsense. */
    private static final long MOST_BUFFERS = 1 << 24;

    private static final long MOST_BUCKETS = 1 << 22;
    /** A bucket of a hash table is read as fast as this many are of what is kept of a buffer. */
    private static final int BUCKETS_PER_BUFFER = 8;

    private static final int MOST_CALLERS = 16;
    private static final long INT_MASK = 0xffff_ffffL;
    private static final long UNINITIALISED = 0xbadd_cafeL;
    private static final long FREED = 0xdead_beefL;

    private final SolarisGuest guest;
    private final AddressSpace memory;
    private final KmemLayouts layouts;
    private final List<KmemCache> caches = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Map<Long, CacheSlabs> slabs = new HashMap<>();
    private final Map<Long, CacheContents> contents = new HashMap<>();
    private final int cpus;
    private long room = MOST_BUFFERS;
    private @Nullable BufferIndex index;

    private Kmem(SolarisGuest guest) {
        this.guest = guest;
        this.memory = guest.memory();
        this.layouts = new KmemLayouts(guest.types());
        this.cpus = countCpus();
        readCaches();
    }

    /**
     * The caches of a kernel.
     *
     * @throws TypeDataException when its types or symbols do not tell where they are
     */
    public static Kmem of(SolarisGuest guest) {
        return guest.kept(Kmem.class, () -> new Kmem(guest));
    }

    private int countCpus() {
        long at = guest.symbols().valueOf("max_ncpus").orElse(0);
        int count = at == 0 ? 1 : memory.readInt(at);
        if (count < 1 || count > MOST_CPUS) {
            faults.add("max_ncpus is " + count + ": magazines of one CPU only are read");
            return 1;
        }
        return count;
    }

    private void readCaches() {
        Chain.End end;
        if (layouts.cache.has("cache_link")) {
            long head = variable("kmem_caches")
                    + guest.types().layout("struct list").member("list_head").offset();
            long link = layouts.cache.member("cache_link").offset();
            end = new Chain("kmem caches", memory::readWord, MOST_CACHES).followHeaded(head, node -> add(node - link));
        } else {
            long next = layouts.cache.member("cache_next").offset();
            end = new Chain("kmem caches", cache -> memory.readWord(cache + next), MOST_CACHES)
                    .followHeaded(variable("kmem_null_cache"), this::add);
        }
        if (end.fault() != null) {
            faults.add(end.fault());
        }
    }

    private long variable(String name) {
        return guest.symbols()
                .valueOf(name)
                .orElseThrow(() -> new TypeDataException("failed to read " + name + ": unknown symbol name"));
    }

    private boolean add(long address) {
        try {
            caches.add(read(address));
        } catch (MemoryFaultException gone) {
            faults.add("kmem cache " + Long.toHexString(address) + ": " + gone.getMessage());
        }
        return true;
    }

    private KmemCache read(long address) {
        StructView view = layouts.cache.at(memory, address);
        return new KmemCache(
                address,
                view.text("cache_name"),
                view.number("cache_bufsize"),
                view.number("cache_chunksize"),
                view.number("cache_slabsize"),
                (int) view.number("cache_flags"),
                (int) view.number("cache_cflags"),
                view.number("cache_buftotal"),
                view.number("cache_bufctl"),
                view.number("cache_buftag"),
                view.number("cache_verify"),
                view.number("cache_arena"),
                view.number("cache_hash_table"),
                view.number("cache_hash_mask"));
    }

    /** The caches in the order of the kernel's list. */
    public List<KmemCache> caches() {
        return List.copyOf(caches);
    }

    /** What of the list of caches could not be read, one sentence each. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** The cache whose structure is at an address, whether the list has it or not. */
    public KmemCache at(long address) {
        return caches.stream()
                .filter(cache -> cache.address() == address)
                .findFirst()
                .orElseGet(() -> read(address));
    }

    /** The cache with a name. */
    public Optional<KmemCache> named(String name) {
        return caches.stream().filter(cache -> cache.name().equals(name)).findFirst();
    }

    /** The slabs and buffers of a cache. */
    public synchronized CacheContents contents(KmemCache cache, Effort effort) {
        CacheContents known = contents.get(cache.address());
        if (known == null) {
            CacheSlabs found = slabs(cache, effort);
            // Reading marks the slabs: those of a reading that was interrupted are not to be used again.
            slabs.remove(cache.address());
            room += found.cost();
            known = new ContentsReader(memory, layouts, cache, cpus, effort)
                    .read(found, Math.min(MOST_BUCKETS, room * BUCKETS_PER_BUFFER));
            slabs.put(cache.address(), found);
            room -= found.cost();
            if (cache.hashed()) {
                room -= Math.clamp(cache.buckets(), 0, MOST_BUCKETS) / BUCKETS_PER_BUFFER;
            }
            contents.put(cache.address(), known);
        }
        return known;
    }

    private CacheSlabs slabs(KmemCache cache, Effort effort) {
        CacheSlabs known = slabs.get(cache.address());
        if (known == null) {
            known = new SlabReader(memory, layouts, cache, room, effort).read();
            room -= known.cost();
            slabs.put(cache.address(), known);
        }
        return known;
    }

    /** All buffers of all caches by address. */
    public synchronized BufferIndex index(Effort effort) {
        BufferIndex known = index;
        if (known == null) {
            var all = new ArrayList<CacheContents>();
            for (KmemCache cache : caches) {
                effort.advance("reading kmem caches", all.size(), caches.size());
                all.add(contents(cache, effort));
            }
            known = BufferIndex.of(all, faults);
            index = known;
        }
        return known;
    }

    /** What is wrong with the tags and patterns of a cache's buffers. */
    public List<BufferDamage> verify(KmemCache cache, Effort effort) {
        return new BufferCheck(memory, layouts, cache).run(contents(cache, effort), effort);
    }

    /** What a cache's counters say. */
    public synchronized CacheUsage usage(KmemCache cache, Effort effort) {
        return CacheUsage.read(memory, layouts, cache, slabs(cache, effort), cpus, effort);
    }

    /** An external bufctl that records who used its buffer. */
    public Bufctl bufctl(long address) {
        return Bufctl.read(layouts.audit().at(memory, address));
    }

    /**
     * One of the allocator's logs.
     *
     * @param variable the pointer to it: {@code kmem_transaction_log}, {@code kmem_failure_log}, {@code kmem_slab_log}
     */
    public TransactionLog log(String variable, Effort effort) {
        return TransactionLog.read(guest, layouts, variable, cpus, effort);
    }

    /** Who allocated and freed a buffer lately, where its cache remembers that behind it; the latest first. */
    public List<Long> recentCallers(KmemBuffer buffer) {
        long count = guest.symbols().valueOf("kmem_lite_count").stream()
                .map(memory::readInt)
                .findFirst()
                .orElse(0);
        long first =
                buffer.address() + buffer.cache().buftag() + layouts.buftag().size();
        var callers = new ArrayList<Long>();
        for (int i = 0; i < Math.min(count, MOST_CALLERS); i++) {
            long caller = memory.readWord(first + (long) i * memory.wordSize());
            if (caller != 0 && (caller & INT_MASK) != UNINITIALISED && (caller & INT_MASK) != FREED) {
                callers.add(caller);
            }
        }
        return callers;
    }

    /** The kernel whose caches these are. */
    public SolarisGuest guest() {
        return guest;
    }
}
