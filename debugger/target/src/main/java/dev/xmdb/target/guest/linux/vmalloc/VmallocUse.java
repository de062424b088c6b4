package dev.xmdb.target.guest.linux.vmalloc;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.page.PageArray;
import dev.xmdb.target.guest.linux.page.PageKind;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How many plain pages of the kernel's the areas hold: nothing in a page's structure tells these from others.
 *
 * @param stacks pages of the kernel stacks of tasks
 * @param others pages of all other areas
 * @param problems what could not be read, one sentence each
 */
public record VmallocUse(long stacks, long others, List<String> problems) {
    private static final int MOST_PAGES = 1 << 24;
    private static final int MOST_PROBLEMS = 16;

    /** Copies the list. */
    public VmallocUse {
        problems = List.copyOf(problems);
    }

    /** Counts the pages of the areas that own theirs. */
    public static VmallocUse of(LinuxGuest guest, PageArray pages, Effort effort) {
        var problems = new ArrayList<String>();
        try {
            VmallocAreas areas = VmallocAreas.of(guest);
            problems.addAll(areas.problems());
            Set<Long> stacks = new HashSet<>();
            guest.tasks(problems::add).stream().map(LinuxTask::stack).forEach(stacks::add);
            long ofStacks = 0;
            long others = 0;
            int done = 0;
            for (VmallocArea area : areas.all()) {
                effort.advance("reading vmalloc areas", done++, areas.all().size());
                long count = plain(guest, pages, area, problems);
                if (stacks.contains(area.start())) {
                    ofStacks += count;
                } else {
                    others += count;
                }
            }
            return new VmallocUse(ofStacks, others, problems);
        } catch (TypeDataException | MemoryFaultException unknown) {
            problems.add("vmalloc areas: " + unknown.getMessage());
            return new VmallocUse(0, 0, problems);
        }
    }

    private static long plain(LinuxGuest guest, PageArray pages, VmallocArea area, List<String> problems) {
        long count = 0;
        VmallocArea.Description own = area.description().orElse(null);
        if (own == null || !own.owns()) {
            return 0;
        }
        try {
            for (long page : VmallocAreas.pages(
                    guest.memory(), own, (int) Math.min(MOST_PAGES, Math.ceilDiv(area.size(), 4096L)))) {
                if (pages.holds(page) && pages.page(pages.pfnOf(page)).kind() == PageKind.KERNEL) {
                    count++;
                }
            }
        } catch (MemoryFaultException fault) {
            if (problems.size() < MOST_PROBLEMS) {
                problems.add(
                        "pages of the vmalloc area at " + Long.toHexString(area.start()) + ": " + fault.getMessage());
            }
        }
        return count;
    }
}
