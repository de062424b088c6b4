package dev.xmdb.target.guest.linux.whatis;

import dev.xmdb.dump.Frames;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.memory.AddressLayout;
import dev.xmdb.target.guest.linux.page.Page;
import dev.xmdb.target.guest.linux.page.PageArray;
import dev.xmdb.target.guest.linux.page.PageKind;
import dev.xmdb.target.guest.linux.vmalloc.VmallocArea;
import dev.xmdb.target.guest.linux.vmalloc.VmallocAreas;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.InPage;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.whatis.AddressSource;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap;

/** Pages, by their addresses in the direct map. A plain page of the kernel's may have been taken for an area of vmalloc. */
final class PageSource implements AddressSource<LinuxOwner> {
    private static final int MOST_PAGES = 1 << 20;
    private static final int MOST_FAULTS = 10;

    private final AddressLayout layout;
    private final PageArray pages;
    private final KnownObjects known;
    private final LongObjectHashMap<VmallocArea> areas = new LongObjectHashMap<>();
    private final List<String> faults = new ArrayList<>();

    PageSource(LinuxGuest guest, KnownObjects known, Effort effort) {
        this.layout = AddressLayout.of(guest);
        this.pages = PageArray.of(guest);
        this.known = known;
        try {
            long done = 0;
            for (VmallocArea area : VmallocAreas.of(guest).all()) {
                effort.advance("reading pages of vmalloc", ++done, 0);
                area.description()
                        .filter(VmallocArea.Description::owns)
                        .ifPresent(description -> add(guest, area, description));
            }
        } catch (TypeDataException untold) {
            // Without the list of areas a page of one is a plain page of the kernel's.
            areas.clear();
        }
    }

    private void add(LinuxGuest guest, VmallocArea area, VmallocArea.Description description) {
        try {
            int most = (int) Math.min(MOST_PAGES, area.size() / Frames.PAGE_SIZE);
            for (long page : VmallocAreas.pages(guest.memory(), description, most)) {
                if (pages.holds(page)) {
                    areas.put(pages.pfnOf(page), area);
                }
            }
        } catch (MemoryFaultException lost) {
            if (faults.size() < MOST_FAULTS) {
                faults.add("pages of the vmalloc area at " + Long.toHexString(area.start()) + ": " + lost.getMessage());
            }
        }
    }

    @Override
    public String name() {
        return "pages";
    }

    @Override
    public List<String> faults() {
        return faults;
    }

    @Override
    public boolean find(long address, Predicate<? super LinuxOwner> sink) {
        OptionalLong pfn = layout.isDirect(address) ? layout.pfn(address) : OptionalLong.empty();
        if (pfn.isEmpty() || !pages.has(pfn.getAsLong())) {
            return true;
        }
        try {
            Page page = pages.page(pfn.getAsLong());
            Optional<VmallocArea> area =
                    page.kind() == PageKind.KERNEL ? Optional.ofNullable(areas.get(page.pfn())) : Optional.empty();
            return sink.test(
                    new InPage(layout.direct(page.pfn()), page, area, area.flatMap(each -> known.stack(each.start()))));
        } catch (MemoryFaultException lost) {
            // A frame whose structure is not there is nobody's.
            return true;
        }
    }
}
