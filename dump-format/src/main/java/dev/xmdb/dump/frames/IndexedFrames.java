package dev.xmdb.dump.frames;

import dev.xmdb.dump.FrameAbsence;
import dev.xmdb.dump.FrameRun;
import dev.xmdb.dump.FrameStatistics;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.frames.FrameTable.MachineFrames;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Frames of an image, found through indices that are built on first use. A mapped file that shrinks under the program makes lookups
 * answer {@link Frames#ABSENT}.
 */
public final class IndexedFrames implements Frames {
    private final FrameSource source;
    private final FrameTable table;
    private volatile @Nullable TableScan scan;
    private volatile @Nullable SlotIndex byPfn;
    private volatile @Nullable SlotIndex byMfn;
    private volatile @Nullable FrameStatistics statistics;
    private volatile boolean lost;

    /** Takes the frames as a reader found them; reads nothing yet. */
    public IndexedFrames(FrameSource source) {
        this.source = source;
        this.table = source.table();
    }

    @Override
    public long fileOffsetOfPfn(long pfn) {
        return offsetOfSlot(slotOfPfn(pfn));
    }

    @Override
    public long fileOffsetOfMfn(long mfn) {
        return offsetOfSlot(slotOfMfn(mfn));
    }

    @Override
    public long mfnOfPfn(long pfn) {
        long slot = slotOfPfn(pfn);
        return slot == ABSENT ? ABSENT : mfnOfSlot(slot);
    }

    @Override
    public long pfnOfMfn(long mfn) {
        long slot = slotOfMfn(mfn);
        return slot == ABSENT ? ABSENT : pfnOfSlot(slot);
    }

    @Override
    public FrameAbsence absenceOfPfn(long pfn) {
        if (!TableScan.plausible(pfn)) {
            return FrameAbsence.NOT_IN_IMAGE;
        }
        if (slotOfPfn(pfn) != ABSENT) {
            return FrameAbsence.TRUNCATED;
        }
        if (source.autoTranslated() && UnmappableRanges.contains(pfn)) {
            return FrameAbsence.UNMAPPABLE;
        }
        long maxPfn = scan().maxPfn();
        if (lost || (source.tableCut() && pfn > maxPfn)) {
            return FrameAbsence.TRUNCATED;
        }
        boolean guestOwned = !source.autoTranslated() && (pfn <= maxPfn || pfn < source.guestLimit());
        return guestOwned ? FrameAbsence.BALLOONED : FrameAbsence.NOT_IN_IMAGE;
    }

    @Override
    public FrameAbsence absenceOfMfn(long mfn) {
        if (table.machineFrames() == MachineFrames.SAME_AS_GUEST) {
            return absenceOfPfn(mfn);
        }
        if (TableScan.plausible(mfn) && slotOfMfn(mfn) != ABSENT) {
            return FrameAbsence.TRUNCATED;
        }
        boolean maybeLost = TableScan.plausible(mfn) && (lost || source.tableCut());
        return maybeLost ? FrameAbsence.UNLISTED : FrameAbsence.NOT_IN_IMAGE;
    }

    @Override
    public FrameStatistics statistics() {
        FrameStatistics known = statistics;
        if (known == null) {
            known = count();
            statistics = known;
        }
        return known;
    }

    @Override
    public void scanRuns(Predicate<FrameRun> action) {
        RunMerger merger = new RunMerger(action);
        byPfn().scanStretches((slot, length) -> {
            long present = Math.min(length, source.slotsInFile() - slot);
            long pfn = present > 0 ? pfnOfSlot(slot) : ABSENT;
            return pfn == ABSENT || merger.add(new FrameRun(pfn, mfnOfSlot(slot), slot, present));
        });
        merger.finish();
    }

    @Override
    public String rule() {
        return source.rule();
    }

    private long slotOfPfn(long pfn) {
        if (!TableScan.plausible(pfn)) {
            return ABSENT;
        }
        try {
            return byPfn().slotOf(pfn);
        } catch (InternalError shrunk) {
            return ABSENT;
        }
    }

    private long slotOfMfn(long mfn) {
        return switch (table.machineFrames()) {
            case SAME_AS_GUEST -> slotOfPfn(mfn);
            case UNKNOWN -> ABSENT;
            case LISTED -> {
                if (!TableScan.plausible(mfn)) {
                    yield ABSENT;
                }
                try {
                    yield byMfn().slotOf(mfn);
                } catch (InternalError shrunk) {
                    yield ABSENT;
                }
            }
        };
    }

    private long pfnOfSlot(long slot) {
        try {
            return table.pfn(slot);
        } catch (InternalError shrunk) {
            return ABSENT;
        }
    }

    private long mfnOfSlot(long slot) {
        try {
            long mfn = table.mfn(slot);
            return TableScan.plausible(mfn) ? mfn : ABSENT;
        } catch (InternalError shrunk) {
            return ABSENT;
        }
    }

    private long offsetOfSlot(long slot) {
        return slot >= 0 && slot < source.slotsInFile() ? source.pagesOffset() + (slot << PAGE_SHIFT) : ABSENT;
    }

    private TableScan scan() {
        TableScan known = scan;
        if (known == null) {
            synchronized (this) {
                known = scan;
                if (known == null) {
                    known = scanOrNothing();
                    scan = known;
                }
            }
        }
        return known;
    }

    private TableScan scanOrNothing() {
        try {
            return TableScan.of(table, source.slotsInFile());
        } catch (InternalError shrunk) {
            lost = true;
            return TableScan.of(FrameTable.slotOrder(0), 0);
        }
    }

    private SlotIndex orNothing(Supplier<SlotIndex> builder) {
        try {
            return builder.get();
        } catch (InternalError shrunk) {
            lost = true;
            return PermutationIndex.over(new int[0], 0, slot -> 0);
        }
    }

    private SlotIndex byPfn() {
        SlotIndex known = byPfn;
        if (known == null) {
            synchronized (this) {
                known = byPfn;
                if (known == null) {
                    known = orNothing(this::buildByPfn);
                    byPfn = known;
                }
            }
        }
        return known;
    }

    private SlotIndex byMfn() {
        SlotIndex known = byMfn;
        if (known == null) {
            synchronized (this) {
                known = byMfn;
                if (known == null) {
                    known = orNothing(this::buildByMfn);
                    byMfn = known;
                }
            }
        }
        return known;
    }

    private SlotIndex buildByPfn() {
        TableScan done = scan();
        if (!done.runs().overflowed()) {
            RunIndex runs = RunIndex.over(done.runs(), done.runs()::pfn, done.maxPfn());
            if (runs != null) {
                return runs;
            }
        }
        if (done.sorted() && done.validFirst()) {
            return new SortedTableIndex(table, done.valid());
        }
        IntToLongFunction pfn = table::pfn;
        return PermutationIndex.over(slots(done.valid(), done::validEntry), done.maxPfn(), pfn);
    }

    private SlotIndex buildByMfn() {
        TableScan done = scan();
        if (!done.runs().overflowed()) {
            RunIndex runs = RunIndex.over(done.runs(), done.runs()::mfn, done.maxMfn());
            if (runs != null) {
                return runs;
            }
        }
        LongPredicate named = slot -> done.validEntry(slot) && TableScan.plausible(table.mfn(slot));
        long count = 0;
        for (long slot = 0; slot < table.entries(); slot++) {
            count += named.test(slot) ? 1 : 0;
        }
        IntToLongFunction mfn = table::mfn;
        return PermutationIndex.over(slots(count, named), done.maxMfn(), mfn);
    }

    private int[] slots(long count, LongPredicate wanted) {
        int[] slots = new int[Math.toIntExact(count)];
        int next = 0;
        for (long slot = 0; slot < table.entries() && next < slots.length; slot++) {
            if (wanted.test(slot)) {
                slots[next++] = (int) slot;
            }
        }
        return slots;
    }

    private FrameStatistics count() {
        TableScan done = scan();
        SlotIndex pfns = byPfn();
        long duplicateMfns = table.machineFrames() == MachineFrames.LISTED ? byMfn().duplicates() : 0;
        long truncated = done.truncated();
        long runs = done.runCount();
        if (pfns.duplicates() > 0) {
            Tally tally = new Tally();
            forEachRun(tally);
            truncated = pfns.size() - tally.frames;
            runs = tally.runs;
        }
        return new FrameStatistics(
                table.entries(),
                pfns.size() - truncated,
                table.entries() - done.valid(),
                pfns.duplicates(),
                duplicateMfns,
                truncated,
                done.maxPfn(),
                done.maxPfn() + 1 - pfns.size(),
                runs,
                done.sorted());
    }

    /** Counts runs and their frames. */
    private static final class Tally implements Consumer<FrameRun> {
        private long runs;
        private long frames;

        @Override
        public void accept(FrameRun run) {
            runs++;
            frames += run.length();
        }
    }
}
