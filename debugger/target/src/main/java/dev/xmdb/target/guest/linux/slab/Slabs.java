package dev.xmdb.target.guest.linux.slab;

import dev.xmdb.dump.Frames;
import dev.xmdb.target.guest.GuestDamageException;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.memory.AddressLayout;
import dev.xmdb.target.guest.linux.page.PageArray;
import dev.xmdb.target.guest.linux.page.PageKind;
import dev.xmdb.target.guest.linux.page.PageScan;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The slab allocator of a guest. Thread-safe. */
public final class Slabs {
    private static final int MOST_FAULTS = 20;

    private final SlabGround ground;
    private final SlabPass pass;
    private final CacheList list;
    private final Map<Long, SlabCache> byAddress = new HashMap<>();
    private final Map<Long, CacheState> states = new HashMap<>();
    private @Nullable SlabIndex index;

    /**
     * The caches as they were read.
     *
     * @param caches the caches, the last made first
     * @param names further names, by the address of the cache that they stand for
     * @param faults what could not be read
     */
    record CacheList(List<SlabCache> caches, Map<Long, List<String>> names, List<String> faults) {
        CacheList {
            caches = List.copyOf(caches);
            names = Map.copyOf(names);
            faults = List.copyOf(faults);
        }
    }

    Slabs(SlabGround ground, SlabPass pass, CacheList list) {
        this.ground = ground.with(PointerTrial.of(ground, list.caches()));
        this.pass = pass;
        this.list = list;
        list.caches().forEach(cache -> byAddress.put(cache.address(), cache));
    }

    /**
     * The allocator of a guest.
     *
     * @throws dev.xmdb.target.types.TypeDataException when the kernel's types do not tell what a cache or a slab is
     * @throws GuestDamageException when the kernel has no list of caches
     */
    public static Slabs of(LinuxGuest guest) {
        return guest.kept(Slabs.class, () -> read(guest));
    }

    private static Slabs read(LinuxGuest guest) {
        SlabLayouts layouts = SlabLayouts.of(guest.types());
        AddressLayout places = AddressLayout.of(guest);
        PageArray array = PageArray.of(guest);
        var pages = new SlabPages(array.start(), array.layout().size(), places.directMap(), array.maxPfn());
        var ground = new SlabGround(
                guest.memory(),
                layouts,
                pages,
                FreePointers.MIXED_SWAPPED,
                guest.perCpu().possible(),
                cpu -> guest.perCpu().address(0, (int) cpu),
                nodes(guest));
        long head = guest.kallsyms()
                .valueOf("slab_caches")
                .orElseThrow(() -> new GuestDamageException("slab_caches: unknown symbol name"));
        var faults = new ArrayList<String>();
        List<SlabCache> caches = CacheReader.read(guest.memory(), layouts.cache(), head, faults::add);
        OptionalLong set = guest.kallsyms().valueOf("slab_kset");
        Map<Long, List<String>> names = set.isEmpty()
                ? Map.of()
                : CacheNames.read(guest.memory(), guest.types(), layouts.cache(), set.getAsLong(), faults::add);
        return new Slabs(ground, (sink, effort) -> pass(array, sink, effort), new CacheList(caches, names, faults));
    }

    private static List<String> pass(PageArray array, LongConsumer sink, Effort effort) {
        return PageScan.run(
                        array,
                        (pfn, _, kind, _) -> {
                            if (kind == PageKind.SLAB) {
                                sink.accept(pfn);
                            }
                            return true;
                        },
                        effort)
                .problems();
    }

    /** Without CONFIG_NUMA there is one node and no variable that counts them. */
    private static int nodes(LinuxGuest guest) {
        OptionalLong count = guest.kallsyms().valueOf("nr_node_ids");
        try {
            return count.isEmpty() ? 1 : guest.memory().readInt(count.getAsLong());
        } catch (MemoryFaultException lost) {
            return 1;
        }
    }

    /** Every cache, the last made first. */
    public List<SlabCache> caches() {
        return list.caches();
    }

    /** The cache whose structure is at an address. */
    public Optional<SlabCache> at(long address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    /** The cache of a name, be it a further one of a cache that others were merged into. */
    public Optional<SlabCache> named(String name) {
        return list.caches().stream()
                .filter(cache -> cache.name().equals(name))
                .findFirst()
                .or(() -> list.caches().stream()
                        .filter(cache -> furtherNames(cache).contains(name))
                        .findFirst());
    }

    /** The names of caches that were merged into one, in alphabetical order. */
    public List<String> furtherNames(SlabCache cache) {
        return list.names().getOrDefault(cache.address(), List.of()).stream()
                .filter(name -> !name.equals(cache.name()))
                .toList();
    }

    /** What of the list of caches could not be read, one sentence each. */
    public List<String> faults() {
        return list.faults();
    }

    /** What CPUs and nodes have of a cache. */
    public synchronized CacheState state(SlabCache cache) {
        return states.computeIfAbsent(cache.address(), _ -> StateReader.read(ground, cache));
    }

    /**
     * How much a cache has, by the kernel's own count where it keeps one (CONFIG_SLUB_DEBUG), else by its slabs.
     *
     * @param effort told of the reading of all page structures where that is needed
     */
    public SlabCount count(SlabCache cache, Effort effort) {
        if (!ground.layouts().node().has("nr_slabs.counter")) {
            SlabContents contents = contents(cache, effort);
            return new SlabCount(contents.slabs().size(), contents.total());
        }
        List<CacheState.Node> nodes = state(cache).nodes();
        return new SlabCount(
                nodes.stream().mapToLong(CacheState.Node::slabs).sum(),
                nodes.stream().mapToLong(CacheState.Node::objects).sum());
    }

    /**
     * Every slab of a cache. The first call for any cache reads all page structures.
     *
     * @param effort told of it
     */
    public SlabContents contents(SlabCache cache, Effort effort) {
        CacheState state = state(cache);
        var slabs = new ArrayList<Slab>();
        var faults = new ArrayList<>(state.faults());
        SlabIndex all = index(effort);
        LongStream structures = LongStream.concat(
                        all.slabsOf(cache).map(ground.pages()::structure),
                        state.places().keySet().stream().mapToLong(Long::longValue))
                .distinct()
                .sorted();
        long[] done = {0};
        structures.forEach(structure -> {
            effort.advance("reading slabs of " + cache.name(), ++done[0], 0);
            try {
                Slab slab = SlabReader.read(ground, cache, state, structure);
                slabs.add(slab);
                slab.faults().stream().limit(MOST_FAULTS).forEach(faults::add);
            } catch (MemoryFaultException lost) {
                faults.add("slab " + Long.toHexString(structure) + " of " + cache.name() + ": " + lost.getMessage());
            }
        });
        return new SlabContents(cache, slabs, faults);
    }

    /**
     * The slab memory that an address of the direct map is in.
     *
     * @param effort told of the reading of all page structures, which the first call does
     * @throws MemoryFaultException when the slab cannot be read
     */
    public Optional<SlabObject> find(long address, Effort effort) {
        long frame = (address - ground.pages().direct()) >>> Frames.PAGE_SHIFT;
        return index(effort).at(frame).flatMap(entry -> {
            Slab slab = SlabReader.read(
                    ground, entry.cache(), state(entry.cache()), ground.pages().structure(entry.pfn()));
            return address - slab.start() < slab.bytes()
                    ? Optional.of(new SlabObject(slab, slab.indexOf(address)))
                    : Optional.empty();
        });
    }

    /** What of the page structures could not be read, one sentence each. */
    public List<String> pageFaults(Effort effort) {
        return index(effort).faults();
    }

    private synchronized SlabIndex index(Effort effort) {
        SlabIndex known = index;
        if (known == null) {
            known = SlabFinder.run(ground, list.caches(), pass, effort);
            index = known;
        }
        return known;
    }
}
