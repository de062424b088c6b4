package dev.xmdb.sim.solaris;

import dev.xmdb.dump.Frames;
import dev.xmdb.sim.machine.DomainMemory;
import dev.xmdb.sim.machine.GuestSpace;
import dev.xmdb.sim.machine.HostFrames;
import dev.xmdb.sim.machine.PageFlags;
import dev.xmdb.sim.machine.PageTables;
import dev.xmdb.sim.machine.Virtualisation;
import dev.xmdb.sim.solaris.kmem.Arenas;
import dev.xmdb.sim.solaris.kmem.Kmem;
import dev.xmdb.sim.solaris.layout.Layouts;
import dev.xmdb.sim.solaris.vmem.Origin;
import dev.xmdb.sim.solaris.vmem.SegmentStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The kernel being built: its memory, its symbols, and where its parts are. */
public final class Kernel {
    /** First address of the nucleus' text, which one 2 MiB page maps. */
    public static final long TEXT = 0xfffffffffb800000L;

    /** First address of the nucleus' data. */
    public static final long DATA = 0xfffffffffbc00000L;

    /** The page that tells a debugger where to begin. */
    public static final long DEBUG_INFO = TEXT - Frames.PAGE_SIZE;

    /** The page of the global descriptor table. */
    public static final long GDT = TEXT - 2L * Frames.PAGE_SIZE;

    private static final int FIRST_SEGMENTS = 200;
    private static final int FIRST_ARENAS = 10;
    private static final int HOLES = 16;

    private final Random random;
    private final DomainMemory memory;
    private final GuestSpace space;
    private final Layouts layouts = Layouts.ref09();
    private final Symbols symbols = new Symbols();
    private final List<KernelModule> modules;
    private final Kmem kmem;
    private final Callers callers;
    private final Churn churn;
    private final List<Runnable> atRest = new ArrayList<>();
    private final Arena heap;

    private Kernel(int pages, int cpus, Random random, Virtualisation virtualisation) {
        this.random = random;
        this.memory = new DomainMemory(pages, new HostFrames(pages, random, virtualisation), random);
        long text = memory.allocateExtent();
        PageTables tables = new PageTables(memory);
        this.space = new GuestSpace(memory, tables);
        tables.mapLarge(TEXT, text, 0);
        space.back(GDT, Frames.PAGE_SIZE, PageFlags.NO_EXECUTE);
        space.back(DEBUG_INFO, Frames.PAGE_SIZE, PageFlags.NO_EXECUTE);
        for (int hole = 0; hole < HOLES; hole++) {
            memory.balloon();
        }
        this.modules = new ModuleLinker(this).link();
        long segments = symbols.address("vmem_seg0");
        SegmentStore store = new SegmentStore(segments, FIRST_SEGMENTS, layouts.size("vmem_seg_t"));
        Arenas.Table first = new Arenas.Table(symbols.address("vmem0"), FIRST_ARENAS, layouts.size("vmem_t"));
        this.kmem = new Kmem(space, layouts, new Arenas(first, store, new KernelPages(space)), cpus);
        // The order of the frames differs from seed to seed.
        Random life =
                new Random(memory.host().mfn(0) << Integer.SIZE ^ memory.host().mfn(1));
        this.callers = new Callers(this, life);
        this.churn = new Churn(this, life);
        kmem.workedBy(callers);
        this.heap = new Arena(kmem, churn);
    }

    /**
     * A kernel with its text and variables in place.
     *
     * @param pages the domain's size in frames
     * @param random decides everything that may differ from one domain to the next
     */
    public static Kernel load(int pages, Random random) {
        return load(pages, 1, random, Virtualisation.PV);
    }

    /**
     * A kernel with its text and variables in place.
     *
     * @param pages the domain's size in frames
     * @param cpus how many CPUs there will be
     * @param random decides everything that may differ from one domain to the next
     * @param virtualisation how the hypervisor runs it
     */
    public static Kernel load(int pages, int cpus, Random random, Virtualisation virtualisation) {
        Kernel kernel = new Kernel(pages, cpus, random, virtualisation);
        ModuleLoader loader = new ModuleLoader(kernel);
        loader.load(kernel.modules);
        kernel.churn.warmUp();
        return kernel;
    }

    /** What decides whatever is not given. */
    public Random random() {
        return random;
    }

    /** How the hypervisor runs it. */
    public Virtualisation virtualisation() {
        return memory.host().virtualisation();
    }

    /** The domain's pages. */
    public DomainMemory memory() {
        return memory;
    }

    /** Memory by kernel address. */
    public GuestSpace space() {
        return space;
    }

    /** The structures' layouts. */
    public Layouts layouts() {
        return layouts;
    }

    /** The symbols. */
    public Symbols symbols() {
        return symbols;
    }

    /** The allocator of objects and memory. */
    public Kmem kmem() {
        return kmem;
    }

    /** Memory of any size, from the general caches. */
    public Arena heap() {
        return heap;
    }

    /** A structure at an address. */
    public GuestStruct at(String structure, long va) {
        return new GuestStruct(space, layouts, structure, va);
    }

    /** A structure at a known address: in a buffer that was allocated, or that its cache is made to have there. */
    public GuestStruct place(String structure, long va) {
        if (!kmem.isAllocated(va)) {
            kmem.reserve(kmem.cacheOf(structure), va, 0);
        }
        return at(structure, va);
    }

    /** A new structure, from the cache for its kind or from a general one. */
    public GuestStruct make(String structure) {
        churn.before(kmem.cacheOf(structure));
        return at(structure, kmem.make(structure));
    }

    /** Ends the coming and going of memory: what is left is what the domain has when it is frozen. */
    public void settle() {
        churn.end();
        kmem.arenas().rescale();
        atRest.forEach(Runnable::run);
    }

    /** Says what is to happen when nothing else does any more. */
    public void atRest(Runnable last) {
        atRest.add(last);
    }

    /**
     * Who allocates now, or frees, for whoever says so.
     *
     * @param thread address of its structure
     * @param path functions, the outermost first, down to the one that calls the cache
     */
    public Origin caller(long thread, List<String> path, boolean allocates) {
        return callers.of(thread, path, allocates);
    }

    /** Says that a thread is there, which may be at work in the allocator from now on. */
    void joinedBy(long thread) {
        callers.joinedBy(thread);
    }

    /** A structure that is a variable. */
    public GuestStruct variable(String structure, String symbol) {
        return at(structure, symbols.address(symbol));
    }

    /** Sets a scalar variable. */
    public void set(String symbol, long value) {
        Symbol variable = symbols.find(symbol);
        space.put(variable.va(), (int) variable.size(), value);
    }

    /** Puts a text into the heap. Returns its address. */
    public long text(String text) {
        long va = heap.allocate(text.length() + 1L);
        space.putText(va, text);
        return va;
    }
}
