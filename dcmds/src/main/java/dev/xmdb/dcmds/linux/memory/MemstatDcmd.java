package dev.xmdb.dcmds.linux.memory;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.page.PageArray;
import dev.xmdb.target.guest.linux.page.PageKind;
import dev.xmdb.target.guest.linux.page.PageTally;
import dev.xmdb.target.guest.linux.vmalloc.VmallocUse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code ::memstat}. */
final class MemstatDcmd {
    private static final int PAGES_OF_MIB = 256;

    private static final DcmdSpec SPEC = DcmdSpec.named("memstat")
            .summary("print what memory is used for")
            .guest(LinuxGuest.KIND)
            .description(
                    "Reads the structure of every page of memory and prints how many pages there are of each use, in pages, in MiB and in percent of all. Uses that no page "
                            + "has are left out, but for the common ones.\n\n"
                            + "Kernel is whatever the kernel allocated for itself and is nothing else below it; stacks of tasks and other vmalloc areas are told apart by "
                            + "the kernel's list of areas. Kernel reserved was never handed out: the kernel's image and the page structures themselves. Page tables are those of "
                            + "processes. Shared memory is that of tmpfs files, programs in an initramfs among them. CPUs keep lists of free pages of their own; "
                            + "these are not in MemFree of /proc/meminfo.")
            .example("::memstat", "pages by what they are used for")
            .build();

    private MemstatDcmd() {}

    static Dcmd dcmd() {
        return new Declared(SPEC, MemstatDcmd::run);
    }

    private static Status run(Invocation in) {
        LinuxGuest guest = LinuxKernel.of(in.target());
        PageArray pages = PageArray.of(guest);
        PageTally tally = PageTally.of(pages, in.effort());
        VmallocUse areas = VmallocUse.of(guest, pages, in.effort());
        long total = tally.total();
        if (!in.isPipeOutput()) {
            in.out().emit(new Emission.Header("Page Summary                Pages               MiB  %Tot"));
            in.out().emit(new Emission.Header("------------     ----------------  ----------------  ----"));
        }
        rows(tally, areas)
                .forEach((title, count) -> in.out()
                        .emit(fields(title, count)
                                .quantity("percent", percent(count, total))
                                .row(String.format(
                                        Locale.ROOT,
                                        "%-17s%16d  %16d  %3d%%",
                                        title,
                                        count,
                                        count / PAGES_OF_MIB,
                                        percent(count, total)))));
        in.out()
                .emit(fields("Total", total)
                        .row(String.format(Locale.ROOT, "\n%-17s%16d  %16d", "Total", total, total / PAGES_OF_MIB)));
        List<String> problems = new ArrayList<>(tally.problems());
        problems.addAll(areas.problems());
        problems.forEach(in::warn);
        return problems.isEmpty() ? Status.OK : Status.ERROR;
    }

    private static Fields fields(String title, long count) {
        return new Fields().text("use", title).quantity("pages", count).quantity("mib", count / PAGES_OF_MIB);
    }

    private static Map<String, Long> rows(PageTally tally, VmallocUse areas) {
        var rows = new LinkedHashMap<String, Long>();
        rows.put(PageKind.KERNEL.title(), Math.max(0, tally.of(PageKind.KERNEL) - areas.stacks() - areas.others()));
        for (PageKind kind : PageKind.values()) {
            if (kind == PageKind.SLAB) {
                rows.put("Kernel stacks", areas.stacks());
                rows.put("Vmalloc", areas.others());
            }
            if (kind != PageKind.KERNEL && (tally.of(kind) != 0 || common(kind))) {
                rows.put(kind.title(), tally.of(kind));
            }
        }
        return rows;
    }

    private static boolean common(PageKind kind) {
        return switch (kind) {
            case RESERVED, SLAB, PAGE_TABLE, ANON, SHMEM, FILE, CPU_FREE, FREE -> true;
            default -> false;
        };
    }

    private static long percent(long count, long total) {
        return total == 0 ? 0 : (5 * total + 1000 * count) / (10 * total);
    }
}
