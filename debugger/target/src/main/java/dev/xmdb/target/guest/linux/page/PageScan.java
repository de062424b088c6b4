package dev.xmdb.target.guest.linux.page;

import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.List;

/** One pass over all page structures, in the order of their frames. */
public final class PageScan {
    private static final int WINDOW = 1024;
    private static final int MOST_PROBLEMS = 16;

    private final PageArray array;
    private final byte[] bytes;
    private final RawPage raw;
    private final List<String> problems = new ArrayList<>();
    private long lost;
    private long head = -1;
    private PageKind headKind = PageKind.KERNEL;
    private boolean wanted = true;

    private PageScan(PageArray array) {
        this.array = array;
        this.bytes = new byte[WINDOW * array.layout().size()];
        this.raw = new RawPage(array.layout(), bytes);
    }

    /** Receives runs of frames. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes frames of one kind: a free block, else a single page.
         *
         * @param pfn the first frame
         * @param count how many
         * @param kind what they are used for
         * @param flags the first one's flags
         * @return whether more are wanted
         */
        boolean pages(long pfn, long count, PageKind kind, long flags);
    }

    /**
     * How a pass ended.
     *
     * @param lost frames whose structures are not in memory
     * @param problems what could not be read, one sentence each
     */
    public record End(long lost, List<String> problems) {
        /** Copies the list. */
        public End {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads all structures.
     *
     * @param sink receives what each is
     * @param effort is told how far it came
     */
    public static End run(PageArray array, Sink sink, Effort effort) {
        var scan = new PageScan(array);
        scan.problems.addAll(array.sections().problems());
        scan.problems.addAll(array.cpuFree().problems());
        for (Sections.Section section : array.sections().all()) {
            if (!scan.section(section, sink, effort)) {
                break;
            }
        }
        if (scan.lost > 0) {
            scan.problems.add("page structures of " + scan.lost + " frames are not in memory");
        }
        return new End(scan.lost, scan.problems);
    }

    private boolean section(Sections.Section section, Sink sink, Effort effort) {
        long pfn = section.start();
        while (pfn < section.end() && wanted) {
            effort.advance("reading page structures", pfn, array.maxPfn());
            int count = (int) Math.min(WINDOW, section.end() - pfn);
            int there = load(pfn, count);
            if (there == 0) {
                // Structures lie in pages: what follows in the same one is not there either.
                long next = Math.min(section.end(), afterPage(pfn));
                lost += next - pfn;
                pfn = next;
                continue;
            }
            pfn = window(pfn, there, section.end(), sink);
        }
        return wanted;
    }

    private long afterPage(long pfn) {
        long address = array.addressOf(pfn) | 0xfff;
        return Math.max(pfn + 1, array.pfnOf(address + array.layout().size()));
    }

    /** How many whole structures were read into the window. */
    private int load(long pfn, int count) {
        int length = count * array.layout().size();
        try {
            array.memory().read(array.addressOf(pfn), bytes, 0, length);
            return count;
        } catch (MemoryFaultException partly) {
            int there = (int) (array.memory().readable(array.addressOf(pfn), length)
                    / array.layout().size());
            if (there > 0) {
                array.memory()
                        .read(
                                array.addressOf(pfn),
                                bytes,
                                0,
                                there * array.layout().size());
            }
            return there;
        }
    }

    /** Delivers what is in the window, and gives the frame to go on with: a free block may reach beyond it. */
    private long window(long first, int count, long end, Sink sink) {
        int size = array.layout().size();
        long pfn = first;
        while (pfn < first + count && wanted) {
            raw.to((int) (pfn - first) * size, array.addressOf(pfn));
            PageKind kind = kind(pfn);
            long run = 1;
            if (kind == PageKind.FREE) {
                run = Math.min(1L << array.buddyOrder(raw), end - pfn);
            }
            wanted = sink.pages(pfn, run, kind, raw.flags());
            pfn += run;
        }
        return pfn;
    }

    private PageKind kind(long pfn) {
        long leader = array.headOf(raw);
        if (leader == pfn) {
            PageKind kind = array.kindOf(raw);
            head = pfn;
            headKind = kind;
            return kind;
        }
        if (leader == head) {
            return headKind;
        }
        if (!array.inside(leader)) {
            problem("page " + Long.toHexString(array.addressOf(pfn))
                    + " is part of a compound page that begins at none: its word is "
                    + Long.toHexString(raw.compound()));
            return PageKind.KERNEL;
        }
        try {
            head = leader;
            headKind = array.kind(leader);
        } catch (MemoryFaultException fault) {
            problem("page " + Long.toHexString(array.addressOf(pfn)) + ": its compound page: " + fault.getMessage());
            headKind = PageKind.KERNEL;
        }
        return headKind;
    }

    private void problem(String text) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(text);
        }
    }
}
