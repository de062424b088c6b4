package dev.xmdb.dump.frames;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.FrameAbsence;
import dev.xmdb.dump.FrameRun;
import dev.xmdb.dump.FrameStatistics;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IndexedFramesTest {
    private static final long PAGES_OFFSET = 0x3000;
    private static final long BOUND = 1L << 40;

    /** A table of pairs and what a plain reading of it with maps says. */
    private static final class Model {
        private final long[] pfns;
        private final long[] mfns;
        private final long slotsInFile;
        private final Map<Long, Integer> byPfn = new HashMap<>();
        private final Map<Long, Integer> byMfn = new HashMap<>();
        private long invalid;
        private long duplicatePfns;
        private long duplicateMfns;

        Model(long[] pfns, long[] mfns, long slotsInFile) {
            this.pfns = pfns;
            this.mfns = mfns;
            this.slotsInFile = slotsInFile;
            for (int slot = 0; slot < pfns.length; slot++) {
                boolean zeroAgain = pfns[slot] == 0 && mfns[slot] == 0 && byPfn.containsKey(0L);
                if (pfns[slot] < 0 || pfns[slot] >= BOUND || zeroAgain) {
                    invalid++;
                    continue;
                }
                duplicatePfns += byPfn.putIfAbsent(pfns[slot], slot) == null ? 0 : 1;
                if (mfns[slot] >= 0 && mfns[slot] < BOUND) {
                    duplicateMfns += byMfn.putIfAbsent(mfns[slot], slot) == null ? 0 : 1;
                }
            }
        }

        IndexedFrames frames() {
            MemorySegment file = MemorySegment.ofArray(new byte[pfns.length * 16]);
            for (int slot = 0; slot < pfns.length; slot++) {
                LittleEndian.put(file, slot * 16L, 8, pfns[slot]);
                LittleEndian.put(file, slot * 16L + 8, 8, mfns[slot]);
            }
            return new IndexedFrames(new FrameSource(
                    FrameTable.p2m(file, 0, pfns.length), PAGES_OFFSET, slotsInFile, false, 0, false, "test"));
        }

        void check(IndexedFrames frames, Set<Long> asked) {
            for (long number : asked) {
                check(number, byPfn.get(number), frames.fileOffsetOfPfn(number));
                check(number, byMfn.get(number), frames.fileOffsetOfMfn(number));
                Integer slot = byPfn.get(number);
                long mfn = slot == null ? -1 : mfns[slot];
                assertThat(frames.mfnOfPfn(number)).as("mfn of %x", number).isEqualTo(mfn >= BOUND ? -1 : mfn);
                Integer back = byMfn.get(number);
                assertThat(frames.pfnOfMfn(number)).as("pfn of %x", number).isEqualTo(back == null ? -1 : pfns[back]);
                if (frames.fileOffsetOfPfn(number) == Frames.ABSENT) {
                    assertThat(frames.absenceOfPfn(number) == FrameAbsence.TRUNCATED)
                            .as("truncated %x", number)
                            .isEqualTo(slot != null);
                }
            }
            FrameStatistics statistics = frames.statistics();
            long present =
                    byPfn.values().stream().filter(slot -> slot < slotsInFile).count();
            assertThat(statistics.entries()).isEqualTo(pfns.length);
            assertThat(statistics.present()).isEqualTo(present);
            assertThat(statistics.truncated()).isEqualTo(byPfn.size() - present);
            assertThat(statistics.invalid()).isEqualTo(invalid);
            assertThat(statistics.duplicatePfns()).isEqualTo(duplicatePfns);
            assertThat(statistics.duplicateMfns()).isEqualTo(duplicateMfns);
            long max = byPfn.keySet().stream().mapToLong(Long::longValue).max().orElse(-1);
            assertThat(statistics.maxPfn()).isEqualTo(max);
            assertThat(statistics.absentBelowMax()).isEqualTo(max + 1 - byPfn.size());
            checkRuns(frames, statistics);
        }

        private void checkRuns(IndexedFrames frames, FrameStatistics statistics) {
            List<FrameRun> runs = new ArrayList<>();
            frames.forEachRun(runs::add);
            assertThat((long) runs.size()).isEqualTo(statistics.runs());
            Set<Long> covered = new TreeSet<>();
            for (FrameRun run : runs) {
                for (long index = 0; index < run.length(); index++) {
                    assertThat(byPfn.get(run.pfn() + index)).isEqualTo((int) (run.slot() + index));
                    assertThat(covered.add(run.pfn() + index)).isTrue();
                }
            }
            assertThat((long) covered.size()).isEqualTo(statistics.present());
            assertThat(runs).isSortedAccordingTo((left, right) -> Long.compare(left.pfn(), right.pfn()));
        }

        private void check(long number, @Nullable Integer slot, long offset) {
            long expected = slot == null || slot >= slotsInFile ? -1 : PAGES_OFFSET + slot * 4096L;
            assertThat(offset).as("offset of %x", number).isEqualTo(expected);
        }
    }

    @Test
    void smallTablesOfEverySortAgreeWithAPlainReading() {
        Random random = new Random(1);
        for (int round = 0; round < 3000; round++) {
            int size = random.nextInt(12);
            long[] pfns = new long[size];
            long[] mfns = new long[size];
            for (int slot = 0; slot < size; slot++) {
                switch (random.nextInt(8)) {
                    case 0 -> {
                        pfns[slot] = -1;
                        mfns[slot] = -1;
                    }
                    case 1 -> {
                        pfns[slot] = BOUND - 1 + random.nextInt(3);
                        mfns[slot] = BOUND - 2 + random.nextInt(3);
                    }
                    case 2 -> {
                        pfns[slot] = 0;
                        mfns[slot] = 0;
                    }
                    case 3, 4 -> {
                        pfns[slot] = random.nextInt(10);
                        mfns[slot] = 100L + random.nextInt(10);
                    }
                    default -> {
                        pfns[slot] = slot == 0 ? 3 : pfns[slot - 1] + 1;
                        mfns[slot] = slot == 0 ? 50 : mfns[slot - 1] + 1;
                    }
                }
            }
            Model model = new Model(pfns, mfns, random.nextInt(size + 2));
            Set<Long> asked = new HashSet<>(Set.of(-1L, 0L, 1L, 2L, 49L, 50L, 51L, BOUND, BOUND - 1, Long.MIN_VALUE));
            for (int slot = 0; slot < size; slot++) {
                asked.add(pfns[slot]);
                asked.add(mfns[slot]);
                asked.add(pfns[slot] + 1);
                asked.add(mfns[slot] - 1);
            }
            model.check(model.frames(), asked);
        }
    }

    @Test
    void aScatteredButSortedTableIsSearchedInPlace() {
        int size = 200_000;
        Random random = new Random(2);
        long[] pfns = new long[size];
        long[] mfns = new long[size];
        for (int slot = 0; slot < size; slot++) {
            pfns[slot] = slot * 3L;
            mfns[slot] = random.nextLong(BOUND);
        }
        checkSome(new Model(pfns, mfns, size - 1000), random);
    }

    @Test
    void aScatteredTableWithPaddingAtItsEndIsSearchedInPlace() {
        int size = 200_000;
        long[] pfns = new long[size];
        long[] mfns = new long[size];
        for (int slot = 0; slot < size; slot++) {
            pfns[slot] = slot < size - 50_000 ? slot * 2L : -1;
            mfns[slot] = slot < size - 50_000 ? 0x1_0000_0000L - slot * 5L : -1;
        }
        checkSome(new Model(pfns, mfns, size), new Random(3));
    }

    @Test
    void aTableInNoOrderWithDuplicatesIsSortedOnTheSide() {
        int size = 150_000;
        Random random = new Random(4);
        long[] pfns = new long[size];
        long[] mfns = new long[size];
        for (int slot = 0; slot < size; slot++) {
            pfns[slot] = random.nextInt(20) == 0 ? -1 : random.nextInt(400_000);
            mfns[slot] = random.nextInt(50) == 0 ? BOUND : random.nextInt(900_000);
        }
        checkSome(new Model(pfns, mfns, size - 10), random);
    }

    @Test
    void aTableOfZeroesHoldsOneFrameAtMost() {
        Model model = new Model(new long[10_000], new long[10_000], 10_000);

        model.check(model.frames(), Set.of(0L, 1L));
        assertThat(model.frames().statistics().present()).isEqualTo(1);
    }

    @Test
    void slotsWithoutATableAreInOrderAndLeaveOutWhatIsNeverWritten() {
        IndexedFrames frames = new IndexedFrames(new FrameSource(
                FrameTable.slotOrderWithKnownHoles(0x10_0100), PAGES_OFFSET, 0x10_0100, true, 0, true, "test"));

        assertThat(frames.fileOffsetOfPfn(0x9f)).isEqualTo(PAGES_OFFSET + 0x9f * 4096);
        assertThat(frames.absenceOfPfn(0xa0)).isEqualTo(FrameAbsence.UNMAPPABLE);
        assertThat(frames.fileOffsetOfPfn(0xc0)).isEqualTo(PAGES_OFFSET + 0xa0 * 4096);
        assertThat(frames.absenceOfPfn(0xf_0000)).isEqualTo(FrameAbsence.UNMAPPABLE);
        assertThat(frames.fileOffsetOfPfn(0x10_0000)).isEqualTo(PAGES_OFFSET + (0xf_0000 - 0x20) * 4096L);
        assertThat(frames.absenceOfPfn(0x20_0000)).isEqualTo(FrameAbsence.TRUNCATED);
        assertThat(frames.statistics().runs()).isEqualTo(3);
    }

    @Test
    void withoutATableAPvDomainsMachineFramesAreUnknown() {
        IndexedFrames frames =
                new IndexedFrames(new FrameSource(FrameTable.slotOrder(10), PAGES_OFFSET, 10, false, 0, true, "test"));

        assertThat(frames.fileOffsetOfPfn(9)).isEqualTo(PAGES_OFFSET + 9 * 4096);
        assertThat(frames.mfnOfPfn(9)).isEqualTo(Frames.ABSENT);
        assertThat(frames.pfnOfMfn(9)).isEqualTo(Frames.ABSENT);
        assertThat(frames.fileOffsetOfMfn(9)).isEqualTo(Frames.ABSENT);
    }

    @Test
    void whatTheGuestSaysItOwnsIsBallooned() {
        MemorySegment file = MemorySegment.ofArray(new byte[16]);
        LittleEndian.put(file, 8, 8, 0x55);
        IndexedFrames frames = new IndexedFrames(
                new FrameSource(FrameTable.p2m(file, 0, 1), PAGES_OFFSET, 1, false, 100, false, "test"));

        assertThat(frames.absenceOfPfn(99)).isEqualTo(FrameAbsence.BALLOONED);
        assertThat(frames.absenceOfPfn(100)).isEqualTo(FrameAbsence.NOT_IN_IMAGE);
    }

    private static void checkSome(Model model, Random random) {
        Set<Long> asked = new HashSet<>(Set.of(-1L, 0L, 1L, BOUND));
        for (int index = 0; index < 5000; index++) {
            int slot = random.nextInt(model.pfns.length);
            asked.add(model.pfns[slot]);
            asked.add(model.mfns[slot]);
            asked.add((long) random.nextInt(1_000_000));
        }
        model.check(model.frames(), asked);
    }
}
