package dev.xmdb.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.dump.file.PageSource;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DomainMemoryTest {
    private static final int PAGES = 3000;

    private static DomainMemory memory(long seed) {
        Random random = new Random(seed);
        return new DomainMemory(PAGES, new HostFrames(PAGES, random), random);
    }

    @Test
    void noTwoPagesShareAMachineFrameWhateverTheSeed() {
        for (long seed = 0; seed < 50; seed++) {
            DomainMemory memory = memory(seed);
            memory.host().keepWhole(512);
            Set<Long> frames = new HashSet<>();
            for (int pfn = 0; pfn < PAGES; pfn++) {
                frames.add(memory.host().mfn(pfn));
            }
            assertThat(frames).hasSize(PAGES);
        }
    }

    @Test
    void aWholeExtentIsContiguous() {
        for (long seed = 0; seed < 20; seed++) {
            DomainMemory memory = memory(seed);
            long first = memory.allocateExtent();
            assertThat(first % HostFrames.EXTENT).isZero();
            assertThat(memory.host().mfn(first) % HostFrames.EXTENT).isZero();
            for (int frame = 1; frame < HostFrames.EXTENT; frame++) {
                assertThat(memory.host().mfn(first + frame))
                        .isEqualTo(memory.host().mfn(first) + frame);
            }
        }
    }

    @Test
    void everyPageIsHandedOutOnce() {
        DomainMemory memory = memory(3);
        Set<Long> pages = new HashSet<>();
        for (int page = 0; page < PAGES; page++) {
            assertThat(pages.add(memory.allocate())).isTrue();
        }
        assertThatThrownBy(memory::allocate).hasMessageContaining("not enough");
    }

    @Test
    void aBalloonedPageIsAHole() {
        DomainMemory memory = memory(4);
        long hole = memory.balloon();
        PageSource all = memory.withHoles();
        assertThat(all.slots()).isEqualTo(PAGES);
        assertThat(all.pfn(hole)).isEqualTo(PageSource.NO_FRAME);
        assertThat(all.mfn(hole)).isEqualTo(PageSource.NO_FRAME);
        PageSource present = memory.withoutHoles();
        assertThat(present.slots()).isEqualTo(PAGES - 1);
        for (long slot = 0; slot < present.slots(); slot++) {
            assertThat(present.pfn(slot)).isNotEqualTo(hole);
        }
        assertThatThrownBy(() -> memory.page(hole)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsWrittenThroughTheTablesIsReadBackAcrossPages() {
        DomainMemory memory = memory(5);
        GuestSpace space = new GuestSpace(memory, new PageTables(memory));
        long va = 0xffffff0000000ff9L;
        space.back(va, 4096, PageFlags.WRITABLE);
        space.putLong(va, 0x0123456789abcdefL);
        assertThat(space.getLong(va)).isEqualTo(0x0123456789abcdefL);
        assertThatThrownBy(() -> space.getLong(va + 8192)).hasMessageContaining("nothing is mapped");
    }
}
