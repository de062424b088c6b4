package dev.xmdb.target.guest.linux.detect;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.Frames;
import dev.xmdb.target.guest.Overrides;
import dev.xmdb.target.guest.linux.VmCoreInfo;
import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.paging.PagingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a kernel's page tables and symbols, the cheapest way first: as the vCPUs have them; by what the kernel wrote down for
 * readers of its dump; at last by a root table that maps itself. A kernel of which only code and constants are mapped, as in user mode
 * where the kernel keeps its tables apart (PTI), tells where its own root is.
 */
final class KernelSearch {
    /** Pages that are looked at where the vCPUs' roots are sound and lead to no Linux kernel: a gigabyte. */
    private static final long FEW_PAGES = 1 << 18;

    /** Pages that are looked at where there is no root: 64 GiB. */
    private static final long MANY_PAGES = 1 << 24;

    private final DomainImage image;
    private final AddressSpace virtual;
    private final AddressSpace physical;
    private final Overrides overrides;
    private final Roots roots;
    private final Optional<SymbolFile> file;
    private final List<String> told = new ArrayList<>();
    private Optional<VmCoreInfo> note = Optional.empty();
    private @Nullable List<VmCoreInfo> notes;
    private @Nullable List<Roots.Candidate> selfMapped;

    KernelSearch(DomainImage image, AddressSpace virtual, AddressSpace physical, Overrides overrides) {
        this.image = image;
        this.virtual = virtual;
        this.physical = physical;
        this.overrides = overrides;
        this.roots = new Roots(image);
        this.file = SymbolFile.of(overrides);
    }

    /** What had to be given up on the way, one sentence each. */
    List<String> told() {
        return told;
    }

    /** What the kernel wrote down for readers of its dump, where that was looked for. */
    Optional<VmCoreInfo> note() {
        return note;
    }

    /** The kernel, in the best address space that there is for it, with all symbols that there are. */
    Optional<Sighting> find() {
        Optional<Sighting> seen = search();
        return seen.isPresent() && file.isPresent() ? Optional.of(file.get().addTo(seen.get(), note, told::add)) : seen;
    }

    private Optional<Sighting> search() {
        Optional<Sighting> first = given();
        if (first.isPresent() && first.get().whole()) {
            return first;
        }
        if (overrides.rootGiven()) {
            told.add("the root given with --cr3 "
                    + (first.isPresent() ? "maps only code and constants of the kernel" : "leads to no Linux kernel"));
        }
        Optional<Sighting> better = first.isPresent() ? ownRoot(first.get()) : Optional.empty();
        if (better.isPresent()) {
            return better;
        }
        return ofOtherVcpus(first)
                .or(this::byNote)
                .or(this::bySelfMapping)
                .or(this::unmapped)
                .or(this::byFile)
                .or(this::withoutOwnSymbols)
                .or(() -> first.map(partly -> {
                    told.add("the kernel's data is not mapped under " + partly.origin());
                    return partly;
                }));
    }

    private Optional<Sighting> given() {
        if (!(virtual instanceof PagedMemory memory)) {
            return Optional.empty();
        }
        return Sighting.in(memory, originOf(memory));
    }

    private String originOf(PagedMemory memory) {
        return (overrides.rootGiven() ? "cr3 as given, " : "cr3 of a vCPU, ") + hex(memory.root());
    }

    private static String hex(long value) {
        return Long.toHexString(value);
    }

    /** The kernel's own root: from where its constants are mapped follows where in physical memory its image lies. */
    private Optional<Sighting> ownRoot(Sighting partly) {
        OptionalLong banner = partly.symbols().valueOf("linux_banner");
        OptionalLong root = rootSymbol(partly);
        if (banner.isEmpty() || root.isEmpty()) {
            return Optional.empty();
        }
        long offset = partly.memory().fileOffset(banner.getAsLong());
        long distance = root.getAsLong() / Frames.PAGE_SIZE - banner.getAsLong() / Frames.PAGE_SIZE;
        long pfn = pfnAt(offset);
        return pfn < 0
                ? Optional.empty()
                : roots.ofPfn(pfn + distance, partly.memory().mode())
                        .flatMap(space -> partly.seenIn(space, "init_top_pgt at pfn " + hex(pfn + distance)))
                        .filter(Sighting::whole);
    }

    private static OptionalLong rootSymbol(Sighting sighting) {
        OptionalLong named = sighting.symbols().valueOf("init_top_pgt");
        return named.isPresent() ? named : sighting.symbols().valueOf("swapper_pg_dir");
    }

    /** The frame whose page is at a place in the file; -1 when none is. */
    private long pfnAt(long offset) {
        long[] found = {-1};
        long page = offset & -Frames.PAGE_SIZE;
        image.frames().scanRuns(run -> {
            long first = image.frames().fileOffsetOfPfn(run.pfn());
            if (first >= 0 && page >= first && page < first + run.length() * Frames.PAGE_SIZE) {
                found[0] = run.pfn() + (page - first) / Frames.PAGE_SIZE;
                return false;
            }
            return true;
        });
        return found[0];
    }

    private Optional<Sighting> ofOtherVcpus(Optional<Sighting> partly) {
        long known = virtual instanceof PagedMemory memory ? memory.root() : 0;
        for (Roots.Candidate each : roots.ofVcpus(known)) {
            Optional<Sighting> seen = partly.isPresent()
                    ? partly.get().seenIn(each.memory(), each.origin())
                    : Sighting.in(each.memory(), each.origin());
            if (seen.isPresent()) {
                Optional<Sighting> whole = seen.filter(Sighting::whole).or(() -> ownRoot(seen.get()));
                if (whole.isPresent()) {
                    return whole;
                }
            }
        }
        return Optional.empty();
    }

    private long pages() {
        return virtual instanceof PagedMemory memory && memory.tables().rootInImage() ? FEW_PAGES : MANY_PAGES;
    }

    private boolean is64Bit() {
        return image.wordSize() == Long.BYTES || image.kind() != DomainKind.PV;
    }

    private Optional<Sighting> byNote() {
        if (!is64Bit()) {
            return Optional.empty();
        }
        for (VmCoreInfo each : notes()) {
            note = Optional.of(each);
            Optional<Sighting> seen = rootOf(each).flatMap(root -> Sighting.in(root.memory(), root.origin()));
            if (seen.isPresent()) {
                return seen;
            }
        }
        return Optional.empty();
    }

    private List<VmCoreInfo> notes() {
        if (notes == null) {
            notes = NoteScan.notes(image, physical, pages());
        }
        return notes;
    }

    /** The kernel's own root, by what it wrote down. */
    private Optional<Roots.Candidate> rootOf(VmCoreInfo info) {
        long base = info.number("phys_base").orElse(0);
        boolean five = info.number("pgtable_l5_enabled").orElse(0) == 1;
        OptionalLong named = info.symbol("init_top_pgt");
        OptionalLong root = named.isPresent() ? named : info.symbol("swapper_pg_dir");
        if (root.isEmpty()) {
            return Optional.empty();
        }
        long pfn = (root.getAsLong() - KernelImage.START + base) >> Frames.PAGE_SHIFT;
        return roots.ofPfn(pfn, five ? PagingMode.LONG_5_LEVEL : PagingMode.LONG_4_LEVEL)
                .map(space -> new Roots.Candidate(space, "VMCOREINFO: init_top_pgt at pfn " + hex(pfn)));
    }

    /** A kernel whose table of symbols is lost: where it wrote down where its root is, and else under any root that there is. */
    private Optional<Sighting> withoutOwnSymbols() {
        if (!is64Bit()) {
            return Optional.empty();
        }
        Stream<Supplier<Optional<Sighting>>> written = notes().stream()
                .map(each -> () -> rootOf(each)
                        .flatMap(root -> leftUnder(root, Optional.of(each)))
                        .map(this::orAsGiven));
        Stream<Supplier<Optional<Sighting>>> others = Stream.of(() -> otherRoots()
                .flatMap(root -> leftUnder(root, Optional.empty()).stream())
                .filter(Sighting::whole)
                .findFirst());
        Optional<Sighting> found = Stream.concat(written, others)
                .flatMap(each -> each.get().stream())
                .findFirst();
        found.ifPresent(seen -> told.add("the kernel's table of symbols (kallsyms) was not found: " + seen.source()
                + " are known, and no others"));
        return found;
    }

    private Optional<Sighting> leftUnder(Roots.Candidate root, Optional<VmCoreInfo> written) {
        if (written.isPresent()) {
            note = written;
        }
        var left = new LostSymbols(root.memory(), written, overrides.kaslr());
        if (left.banner().isEmpty()) {
            return Optional.empty();
        }
        Kallsyms symbols = Kallsyms.of(left.all());
        String source = symbols.count() + " symbols that it exports or wrote down in VMCOREINFO";
        return Sighting.by(root.memory(), root.origin(), symbols, source, false);
    }

    /** The roots of the vCPUs, and those that map themselves. */
    private Stream<Roots.Candidate> otherRoots() {
        Stream<Roots.Candidate> given = virtual instanceof PagedMemory memory
                ? Stream.of(new Roots.Candidate(memory, originOf(memory)))
                : Stream.empty();
        List<Stream<Roots.Candidate>> all = List.of(
                given,
                roots.ofVcpus(virtual instanceof PagedMemory memory ? memory.root() : 0).stream(),
                notes().stream().flatMap(each -> rootOf(each).stream()),
                Stream.of(this).flatMap(search -> search.selfMapped().stream()));
        return all.stream().flatMap(each -> each);
    }

    /** The same kernel under the root that the vCPUs suggest, where it is there as well: that has the user half of a process too. */
    private Sighting orAsGiven(Sighting seen) {
        return virtual instanceof PagedMemory memory
                ? seen.seenIn(memory, originOf(memory)).filter(Sighting::whole).orElse(seen)
                : seen;
    }

    private Optional<Sighting> bySelfMapping() {
        return selfMapped().stream()
                .flatMap(root -> Sighting.in(root.memory(), root.origin()).stream())
                .filter(Sighting::whole)
                .findFirst();
    }

    private List<Roots.Candidate> selfMapped() {
        if (!is64Bit()) {
            return List.of();
        }
        List<Roots.Candidate> known = selfMapped;
        if (known == null) {
            List<PagingMode> modes = image.kind() == DomainKind.PV
                    ? List.of(PagingMode.LONG_4_LEVEL)
                    : List.of(PagingMode.LONG_4_LEVEL, PagingMode.LONG_5_LEVEL);
            known = modes.stream()
                    .flatMap(mode -> SelfMapping.find(image, mode, pages()).stream())
                    .map(space -> new Roots.Candidate(space, "the table that maps itself, " + hex(space.root())))
                    .toList();
            selfMapped = known;
        }
        return known;
    }

    /** A kernel that no page tables map any more. */
    private Optional<Sighting> unmapped() {
        if (!is64Bit()) {
            return Optional.empty();
        }
        Optional<Sighting> seen = new UnmappedKernel(image, overrides.kaslr(), pages()).find(notes(), told::add);
        seen.ifPresent(_ -> note = notes().stream().findFirst());
        return seen;
    }

    /** A kernel whose table of symbols is lost, and whose file the user has, under any root that there is. */
    private Optional<Sighting> byFile() {
        if (file.isEmpty() || !is64Bit()) {
            return Optional.empty();
        }
        Optional<Sighting> seen = otherRoots()
                .flatMap(root -> file.get().in(root.memory(), root.origin(), notes()).stream())
                .flatMap(each -> each.whole() ? Stream.of(each) : ownRoot(each).stream())
                .findFirst();
        seen.ifPresent(kernel -> {
            note = notes().stream().findFirst();
            told.add("the kernel's table of symbols (kallsyms) was not found: " + kernel.source() + " are used");
        });
        return seen;
    }
}
