package dev.xmdb.dcmds.linux.memory;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.Frames;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.memory.AddressLayout;
import dev.xmdb.target.guest.linux.page.Page;
import dev.xmdb.target.guest.linux.page.PageArray;
import dev.xmdb.target.guest.linux.page.PageFlags;
import dev.xmdb.target.guest.linux.page.PageKind;
import dev.xmdb.target.guest.linux.page.PageOwner;
import dev.xmdb.target.guest.linux.page.PageScan;
import dev.xmdb.target.guest.linux.page.PageType;
import dev.xmdb.target.guest.linux.page.Zone;
import dev.xmdb.target.guest.linux.page.Zones;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code ::page}. */
final class PageDcmd {
    private static final DcmdSpec SPEC = DcmdSpec.named("page")
            .summary("print page structures")
            .address(AddressUse.OPTIONAL)
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.flag('v', "with what the page belongs to, its zone and its machine frame"))
            .option(OptionSpec.string('k', "kinds", "only pages of these kinds, with commas"))
            .option(OptionSpec.string('f', "flags", "only pages with these flags, or after ! without, with commas"))
            .description(
                    "Prints every struct page, the one of a frame, or the one at an address: its address, the pfn, what the page is used for, how many references and "
                            + "mappings it has, its order, what it is mapped from (an address_space or anon_vma, by the structure) and where in that, in pages, and its flags. "
                            + "An address of the array of page structures is one, any other number a pfn. A pipe receives the addresses of the structures.\n\n"
                            + "The order is printed for the first page of a block of 2^order pages. Later pages of a compound page have the kind, references and mapping "
                            + "of the first one, which -v names. Of all pages, a free block is one row. A file's page has its inode's number and file system with -v, and the path by which "
                            + "the first process finds it, when the kernel remembers a name of it and that process has the file system mounted.\n\n"
                            + "Kinds: "
                            + Arrays.stream(PageKind.values())
                                    .map(PageKind::word)
                                    .collect(Collectors.joining(" "))
                            + ". Flags have the names of enum pageflags without PG_.")
            .example("100::page", "the page structure of frame 100")
            .example("<rip::vatopfn | ::page -v", "the page that vCPU 0's code is in, and what it belongs to")
            .example("::page -k file,shmem -f dirty", "pages of files that are to be written back")
            .build();

    private final Invocation in;
    private final LinuxGuest guest;
    private final PageArray pages;

    private PageDcmd(Invocation in) {
        this.in = in;
        this.guest = LinuxKernel.of(in.target());
        this.pages = PageArray.of(guest);
    }

    /** Flags that must be set, and flags that must not. */
    private record Filter(Set<PageKind> kinds, long set, long clear) {
        boolean takes(PageKind kind, long flags) {
            return kinds.contains(kind) && (flags & set) == set && (flags & clear) == 0;
        }
    }

    static Dcmd dcmd() {
        return new Declared(SPEC, in -> new PageDcmd(in).run());
    }

    private Status run() {
        Filter filter = filter();
        if ((!in.isLoop() || in.isLoopFirst()) && !in.isPipeOutput()) {
            in.out()
                    .emit(new Emission.Header(String.format(
                            Locale.ROOT,
                            "%16s %9s %-13s %5s %5s %5s %16s %9s FLAGS",
                            "PAGE",
                            "PFN",
                            "KIND",
                            "REFS",
                            "MAPS",
                            "ORDER",
                            "MAPPING",
                            "INDEX")));
        }
        if (in.hasAddress()) {
            one(in.address(), filter);
            return Status.OK;
        }
        PageScan.End end = PageScan.run(
                pages,
                (pfn, count, kind, flags) -> {
                    if (filter.takes(kind, flags)) {
                        show(pages.page(pfn));
                    }
                    return true;
                },
                in.effort());
        end.problems().forEach(in::warn);
        return end.problems().isEmpty() ? Status.OK : Status.ERROR;
    }

    private void one(long address, Filter filter) {
        long pfn = pages.holds(address) ? pages.pfnOf(address) : address;
        if (Long.compareUnsigned(pfn, pages.maxPfn()) >= 0) {
            throw new DcmdException(String.format(
                    Locale.ROOT,
                    "%x is neither a page structure nor a frame: the frames end before %x",
                    address,
                    pages.maxPfn()));
        }
        if (!pages.has(pfn)) {
            throw new DcmdException(String.format(
                    Locale.ROOT, "frame %x has no page structure: it is in a section without memory", pfn));
        }
        Page page = pages.page(pfn);
        if (filter.takes(page.kind(), page.flags())) {
            show(page);
        }
    }

    private Filter filter() {
        Set<PageKind> kinds = EnumSet.allOf(PageKind.class);
        if (in.string('k').isPresent()) {
            kinds = EnumSet.noneOf(PageKind.class);
            for (String word : in.string('k').get().split(",", -1)) {
                kinds.add(kind(word));
            }
        }
        long set = 0;
        long clear = 0;
        PageFlags bits = pages.layout().bits();
        for (String list : in.strings('f')) {
            for (String word : list.split(",", -1)) {
                boolean without = word.startsWith("!") || word.startsWith("~");
                String name = without ? word.substring(1) : word;
                if (!bits.has(name)) {
                    throw new DcmdException(
                            "this kernel has no page flag " + name + ": the flags are " + String.join(" ", bits.all()));
                }
                if (without) {
                    clear |= bits.mask(name);
                } else {
                    set |= bits.mask(name);
                }
            }
        }
        return new Filter(kinds, set, clear);
    }

    private static PageKind kind(String word) {
        return Arrays.stream(PageKind.values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new DcmdException("no kind of page is called " + word + ": the kinds are "
                        + Arrays.stream(PageKind.values()).map(PageKind::word).collect(Collectors.joining(" "))));
    }

    private void show(Page page) {
        PageFlags bits = pages.layout().bits();
        List<String> flags = bits.names(page.flags(), page.kind());
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "%016x %9x %-13s %5d %5d %5s %16s %9s %s",
                page.address(),
                page.pfn(),
                page.kind().word(),
                page.refcount(),
                page.mapcount(),
                page.tail() ? "-" : Integer.toString(page.order()),
                page.mapping() == 0 ? "-" : Long.toHexString(page.mapping()),
                page.mapping() == 0 ? "-" : Long.toHexString(page.index()),
                flags.isEmpty() ? "-" : String.join(",", flags)));
        var fields = new Fields()
                .address("page", page.address())
                .address("pfn", page.pfn())
                .text("kind", page.kind().word())
                .quantity("refs", page.refcount())
                .quantity("maps", page.mapcount())
                .add("order", page.tail() ? new Value.Absent() : new Value.Quantity(page.order()))
                .add("mapping", page.mapping() == 0 ? new Value.Absent() : new Value.Address(page.mapping()))
                .add("index", page.mapping() == 0 ? new Value.Absent() : new Value.Address(page.index()))
                .add("flags", new Value.Flags(bits.own(page.flags()), flags));
        if (in.has('v')) {
            more(page, fields).forEach(each -> text.append("\n    ").append(each));
        }
        in.out().emit(fields.row(text.toString(), page.address()));
    }

    private List<String> more(Page page, Fields fields) {
        var lines = new ArrayList<String>();
        Optional<PageOwner> owner = PageOwner.of(guest, pages, page);
        owner.ifPresent(known -> {
            String name = SingleLine.of(known.name());
            String path = SingleLine.of(known.path());
            lines.add(String.format(Locale.ROOT, "%s %x %s %s", known.what(), known.address(), name, path)
                    .stripTrailing());
            fields.text("owner", known.what())
                    .address("owner_addr", known.address())
                    .text("owner_name", name)
                    .text("owner_path", path);
        });
        if (page.tail()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "page %d of the one at pfn %x (%x)",
                    page.pfn() - page.head(),
                    page.head(),
                    pages.addressOf(page.head())));
            fields.address("head", page.head())
                    .address("head_page", pages.addressOf(page.head()))
                    .quantity("page_of_head", page.pfn() - page.head());
        }
        if (page.type() != PageType.NONE) {
            fields.text("type", page.type().word());
        }
        Optional<Zone> zone = Zones.of(guest).at(page.pfn());
        long virtual = AddressLayout.of(guest).direct(page.pfn());
        var place = new StringBuilder(String.format(Locale.ROOT, "direct map %x", virtual));
        fields.address("virtual", virtual);
        zone.ifPresent(known -> {
            place.append(String.format(Locale.ROOT, ", node %d zone %s", known.node(), SingleLine.of(known.name())));
            fields.quantity("node", known.node()).text("zone", SingleLine.of(known.name()));
        });
        var image = in.target().image();
        if (image.frameNaming() == FrameNaming.MFN) {
            long mfn = image.frames().mfnOfPfn(page.pfn());
            place.append(
                    mfn == Frames.ABSENT ? ", without a machine frame" : String.format(Locale.ROOT, ", mfn %x", mfn));
            if (mfn != Frames.ABSENT) {
                fields.address("mfn", mfn);
            }
        }
        lines.add(place.toString());
        return lines;
    }
}
