package dev.xmdb.target.guest.solaris.whatis;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.whatis.SolarisOwner.PageStructure;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.whatis.AddressSource;
import dev.xmdb.target.whatis.Ranges;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** The arrays of page structures, one for each of the kernel's segments of memory. */
final class PageSource implements AddressSource<SolarisOwner> {
    private static final int MOST_SEGMENTS = 4096;

    private final List<String> faults = new ArrayList<>();
    private final Ranges<Pages> pages;
    private long pageSize = 1;

    private record Pages(long first, long pfn) {}

    PageSource(SolarisGuest guest) {
        var found = new Ranges.Builder<Pages>();
        OptionalLong head = guest.symbols().valueOf("memsegs");
        try {
            if (head.isPresent()) {
                pageSize = Math.max(1, guest.types().layout("struct page").size());
                read(guest, head.getAsLong(), found);
            }
        } catch (TypeDataException unknown) {
            // A kernel whose types do not tell has no page structures to be found.
            pageSize = 1;
        } catch (MemoryFaultException gone) {
            faults.add("memsegs: " + gone.getMessage());
        }
        pages = found.build();
    }

    private void read(SolarisGuest guest, long head, Ranges.Builder<Pages> found) {
        StructLayout layout = guest.types().layout("struct memseg");
        long next = layout.member("next").offset();
        Chain.End end = new Chain("memsegs", segment -> guest.memory().readWord(segment + next), MOST_SEGMENTS)
                .follow(guest.memory().readWord(head), segment -> {
                    StructView view = layout.at(guest.memory(), segment);
                    found.add(
                            view.number("pages"),
                            view.number("epages"),
                            new Pages(view.number("pages"), view.number("pages_base")));
                    return true;
                });
        if (end.fault() != null) {
            faults.add(end.fault());
        }
    }

    @Override
    public String name() {
        return "pages";
    }

    @Override
    public boolean find(long address, Predicate<? super SolarisOwner> sink) {
        return pages.at(address, array -> {
            long index = Long.divideUnsigned(address - array.first(), pageSize);
            return sink.test(new PageStructure(array.first() + index * pageSize, array.pfn() + index));
        });
    }

    @Override
    public List<String> faults() {
        return faults;
    }
}
