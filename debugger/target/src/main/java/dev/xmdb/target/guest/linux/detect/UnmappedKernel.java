package dev.xmdb.target.guest.linux.detect;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.Frames;
import dev.xmdb.target.guest.linux.VmCoreInfo;
import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.guest.linux.kallsyms.KallsymsFinder;
import dev.xmdb.target.guest.linux.memory.AddressLayout;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.paging.LinearWindow;
import dev.xmdb.target.paging.PageTableRoot;
import dev.xmdb.target.paging.PageTables;
import dev.xmdb.target.paging.PagingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Looks for a kernel whose image no page table maps any more. The image lies in physical memory in one piece, so that one number tells
 * where all of it is: how far it is from where it was linked to (phys_base). The kernel wrote the number down for readers of its dump;
 * where that is lost, it follows from where the table of symbols lies and what that says of things that tell themselves by their
 * content.
 */
final class UnmappedKernel {
    private static final long LARGE_PAGE = 2 << 20;

    /** What is searched at once; the image is smaller than half of it. */
    private static final long WINDOW = KernelImage.END - KernelImage.START;

    /** How far one window is from the next. */
    private static final long STEP = WINDOW / 2;

    private static final int PAGES_CACHED = 1 << 15;
    private static final byte[] BANNER = "Linux version ".getBytes(StandardCharsets.ISO_8859_1);

    private final DomainImage image;
    private final Roots roots;
    private final OptionalLong moved;
    private final long mostPages;

    /**
     * A search.
     *
     * @param moved how far the kernel was moved from its link address, as far as the user knows that
     * @param mostPages how many pages that the image has are looked at
     */
    UnmappedKernel(DomainImage image, OptionalLong moved, long mostPages) {
        this.image = image;
        this.roots = new Roots(image);
        this.moved = moved;
        this.mostPages = mostPages;
    }

    /**
     * Looks.
     *
     * @param notes what kernels wrote down for readers of a dump
     * @param told receives what does not work
     */
    Optional<Sighting> find(List<VmCoreInfo> notes, Consumer<String> told) {
        for (VmCoreInfo note : notes) {
            OptionalLong base = note.number("phys_base");
            if (base.isPresent()) {
                Optional<Sighting> seen = at(base.getAsLong(), told);
                if (seen.isPresent()) {
                    return seen;
                }
            }
        }
        var windows = new LinkedHashMap<Long, Window>();
        var tried = new HashSet<Long>();
        return new DigitPages(image, mostPages).find(digits -> {
            // A kernel lies in one of the two windows that hold its digits whole.
            long piece = digits / STEP * STEP;
            windows.keySet().removeIf(other -> other < piece - STEP);
            for (long physical : new long[] {piece - STEP, piece}) {
                if (physical >= 0) {
                    Window window = windows.computeIfAbsent(physical, Window::new);
                    for (long base : window.bases(digits)) {
                        Optional<Sighting> seen = tried.add(base) ? at(base, told) : Optional.empty();
                        if (seen.isPresent()) {
                            return seen;
                        }
                    }
                }
            }
            return Optional.empty();
        });
    }

    /** A piece of physical memory, at the addresses of the kernel's image. */
    private final class Window {
        private final long physical;
        private final PagedMemory memory;
        private final Set<Long> found = new TreeSet<>();
        private final KallsymsFinder finder;

        Window(long physical) {
            this.physical = physical;
            memory = space(PageTableRoot.none(PagingMode.LONG_4_LEVEL), List.of(imageAt(physical)));
            finder = new KallsymsFinder(memory, symbols -> {
                if (symbols.placeRelative()) {
                    byPlace(memory, symbols, physical).ifPresent(found::add);
                } else {
                    byBanner(memory, KernelImage.mapped(memory), symbols).forEach(at -> found.add(at + physical));
                }
                return false;
            });
        }

        /** Where a kernel may have been loaded to, by the table of symbols whose digits are at a physical address. */
        private Set<Long> bases(long digits) {
            found.clear();
            if (!finder.isTired()) {
                finder.at(digits - physical + KernelImage.START);
            }
            return found;
        }
    }

    /** By where the banner is to be and where there is one: the image is moved by large pages. */
    private static List<Long> byBanner(PagedMemory window, List<KernelImage.Range> there, Kallsyms symbols) {
        OptionalLong banner = symbols.valueOf("linux_banner");
        if (banner.isEmpty() || !KernelImage.mayHold(banner.getAsLong())) {
            return List.of();
        }
        return new MappedBytes(window, there)
                .all(BANNER).stream()
                        .map(at -> at - banner.getAsLong())
                        .filter(base -> base % LARGE_PAGE == 0)
                        .toList();
    }

    /**
     * By symbols that tell their places and not their addresses (since Linux 7.0): the variable with the number is where it is, whatever
     * its address; else the number follows from how far the user knows that the kernel was moved.
     */
    private OptionalLong byPlace(PagedMemory window, Kallsyms symbols, long physical) {
        OptionalLong start = symbols.valueOf("_text");
        OptionalLong variable = symbols.valueOf("phys_base");
        if (start.isEmpty() || !KernelImage.mayHold(start.getAsLong())) {
            return OptionalLong.empty();
        }
        long lies = start.getAsLong() - KernelImage.START + physical;
        if (moved.isPresent()) {
            return OptionalLong.of(lies - (KernelImage.LINKED + moved.getAsLong() - KernelImage.START));
        }
        try {
            long base = variable.isPresent() ? window.readLong(variable.getAsLong()) : 0;
            return base % LARGE_PAGE == 0 && KernelImage.mayHold(lies - base + KernelImage.START)
                    ? OptionalLong.of(base)
                    : OptionalLong.empty();
        } catch (MemoryFaultException notThere) {
            return OptionalLong.empty();
        }
    }

    private static LinearWindow imageAt(long physical) {
        return new LinearWindow(KernelImage.START, KernelImage.END, physical >> Frames.PAGE_SHIFT);
    }

    private PagedMemory space(PageTableRoot root, List<LinearWindow> windows) {
        return new PagedMemory(image, new PageTables(image, root, windows), PAGES_CACHED);
    }

    /** The kernel, when it was loaded to a place. */
    private Optional<Sighting> at(long base, Consumer<String> told) {
        if (base % LARGE_PAGE != 0) {
            return Optional.empty();
        }
        String how = "where its image lies in physical memory (phys_base " + Long.toHexString(base) + ")";
        PagedMemory alone = space(PageTableRoot.none(PagingMode.LONG_4_LEVEL), List.of(imageAt(base)));
        return Sighting.in(alone, how).filter(Sighting::whole).map(seen -> with(seen, base, how, told));
    }

    /** The same kernel with the best that there is for the addresses that are not its image's. */
    private Sighting with(Sighting alone, long base, String how, Consumer<String> told) {
        PagingMode mode = value(alone, "__pgtable_l5_enabled").orElse(0) << Integer.SIZE >>> Integer.SIZE == 1
                ? PagingMode.LONG_5_LEVEL
                : PagingMode.LONG_4_LEVEL;
        long direct = AddressLayout.directMap(mode, name -> value(alone, name));
        long banner = alone.symbols().valueOf("linux_banner").orElseThrow();
        Optional<PageTableRoot> root = rootWith(
                direct + banner - KernelImage.START + base,
                banner,
                alone.memory().fileOffset(banner),
                mode);
        var windows = new ArrayList<LinearWindow>(List.of(imageAt(base)));
        if (root.isPresent()) {
            String hex = Long.toHexString(root.get().cr3());
            Optional<Sighting> mapped = alone.seenIn(space(root.get(), List.of()), "a root that maps it, " + hex);
            if (mapped.filter(Sighting::whole).isPresent()) {
                return mapped.get();
            }
            told.accept("no page tables map the kernel's image: it is read where it lies in physical memory (phys_base "
                    + Long.toHexString(base) + "), and the rest through the tables at " + hex);
        } else {
            long frames = image.frames().statistics().maxPfn() + 1;
            windows.add(new LinearWindow(direct, direct + frames * Frames.PAGE_SIZE, 0));
            told.accept(
                    "no page tables of the kernel were found: its image and its map of all memory are read where they lie in "
                            + "physical memory (phys_base " + Long.toHexString(base)
                            + "); modules, vmalloc areas and the stacks in them cannot be read");
        }
        return alone.seenIn(space(root.orElse(PageTableRoot.none(mode)), windows), how)
                .orElse(alone);
    }

    private static OptionalLong value(Sighting seen, String variable) {
        OptionalLong at = seen.symbols().valueOf(variable);
        return at.isPresent() && seen.memory().readable(at.getAsLong(), Long.BYTES) == Long.BYTES
                ? OptionalLong.of(seen.memory().readLong(at.getAsLong()))
                : OptionalLong.empty();
    }

    /**
     * A root under which all memory is mapped one to one as it must be, better one that has the kernel's image too.
     *
     * @param direct where the banner is in the map of all memory
     * @param banner where it is in the image
     * @param offset where it is in the file
     */
    private Optional<PageTableRoot> rootWith(long direct, long banner, long offset, PagingMode mode) {
        var found = new ArrayList<PageTableRoot>();
        long[] left = {mostPages};
        image.frames().scanRuns(run -> {
            for (long pfn = run.pfn(); pfn < run.pfn() + run.length() && left[0]-- > 0; pfn++) {
                Optional<PageTableRoot> root = roots.rootAt(pfn, mode);
                if (root.isPresent()) {
                    var tables = new PageTables(image, root.get(), true);
                    if (leads(tables, direct, offset)) {
                        found.add(root.get());
                        if (leads(tables, banner, offset)) {
                            found.addFirst(root.get());
                            return false;
                        }
                    }
                }
            }
            return left[0] > 0;
        });
        return found.stream().findFirst();
    }

    private static boolean leads(PageTables tables, long address, long offset) {
        long region = tables.region(address);
        return region >= 0 && tables.pageOffset(region, address) == (offset & -Frames.PAGE_SIZE);
    }
}
