package dev.xmdb.target.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.target.ImageOf;
import dev.xmdb.target.paging.PageTableRoot;
import dev.xmdb.target.paging.PageTables;
import dev.xmdb.target.paging.PagingMode;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PagedMemoryTest {
    private static final long P = 0x67;

    /** Pages 0, 1 and 3 of the address space, and its last two; page frames descend, so neighbours are not neighbours in the file. */
    private static ImageOf image() {
        return ImageOf.hvm(16)
                .entry(1, 0, 0x2000 | P)
                .entry(2, 0, 0x3000 | P)
                .entry(3, 0, 0x4000 | P)
                .entry(4, 0, 0x9000 | P)
                .entry(4, 1, 0x8000 | P)
                .entry(4, 3, 0x7000 | P)
                .entry(1, 511, 0x5000 | P)
                .entry(5, 511, 0x6000 | P)
                .entry(6, 511, 0x4000 | P)
                .entry(4, 510, 0x7000 | P)
                .entry(4, 511, 0x9000 | P)
                .put(7, 0, 0x7777777777777777L)
                .put(8, 0, 0x8877665544332211L)
                .put(9, 0xff8, 0x99aabbccddeeff00L);
    }

    private static PagedMemory memory(ImageOf image) {
        var root = PageTableRoot.of(0x1000, PagingMode.LONG_4_LEVEL, image.kind());
        return new PagedMemory(image, new PageTables(image, root, true), 64);
    }

    @Test
    void readsOfEveryWidthAreLittleEndianAtAnyAlignment() {
        PagedMemory memory = memory(image());
        assertThat(memory.readByte(0x1007)).isEqualTo(0x88);
        assertThat(memory.readShort(0x1001)).isEqualTo(0x3322);
        assertThat(memory.readInt(0x1003)).isEqualTo(0x77665544);
        assertThat(memory.readInt(0x1004)).isEqualTo(0x88776655);
        assertThat(memory.readLong(0x1000)).isEqualTo(0x8877665544332211L);
        assertThat(memory.readWord(0x1000)).isEqualTo(0x8877665544332211L);
        assertThat(memory.readShort(0x1006)).isEqualTo(0x8877);
    }

    @Test
    void readsCrossPages() {
        PagedMemory memory = memory(image());
        assertThat(memory.readLong(0xffc)).isEqualTo(0x4433221199aabbccL);
        assertThat(memory.readInt(0xffe)).isEqualTo(0x221199aa);
        assertThat(memory.readShort(0xfff)).isEqualTo(0x1199);
        var into = new byte[10];
        memory.read(0xffe, into, 1, 4);
        assertThat(into).containsExactly(0, 0xaa, 0x99, 0x11, 0x22, 0, 0, 0, 0, 0);
    }

    @Test
    void aHoleInTheMiddleFaultsAtItsFirstAddress() {
        PagedMemory memory = memory(image());
        assertThatThrownBy(() -> memory.read(0xff0, new byte[0x3000], 0, 0x3000))
                .isInstanceOfSatisfying(MemoryFaultException.class, fault -> {
                    assertThat(fault.address()).isEqualTo(0x2000);
                    assertThat(fault.reason())
                            .isEqualTo("L1 entry not present (table pfn 0x4, index 0x2, file offset 0x6010)");
                    assertThat(fault).hasMessageStartingWith("no virtual memory at 2000: L1 entry");
                });
        assertThatThrownBy(() -> memory.readLong(0x1ffc))
                .isInstanceOfSatisfying(
                        MemoryFaultException.class,
                        fault -> assertThat(fault.address()).isEqualTo(0x2000));
    }

    @Test
    void readableCountsUpToTheHole() {
        PagedMemory memory = memory(image());
        assertThat(memory.readable(0x10, 0x100000)).isEqualTo(0x1ff0);
        assertThat(memory.readable(0x10, 0x20)).isEqualTo(0x20);
        assertThat(memory.readable(0x2000, 0x20)).isZero();
        assertThat(memory.readable(0x3ffe, 100)).isEqualTo(2);
        assertThat(memory.readable(0x10, 0)).isZero();
    }

    @Test
    void theLastPageIsReadToItsEndAndNotBeyond() {
        PagedMemory memory = memory(image());
        assertThat(memory.readLong(-8)).isEqualTo(0x99aabbccddeeff00L);
        assertThat(memory.readByte(-1)).isEqualTo(0x99);
        assertThat(memory.readable(-0x10, 0x1000)).isEqualTo(0x10);
        assertThatThrownBy(() -> memory.readLong(-4))
                .isInstanceOf(MemoryFaultException.class)
                .hasMessageContaining("past the last address");
        assertThatThrownBy(() -> memory.read(-0x1004, new byte[0x1005], 0, 0x1005))
                .isInstanceOf(MemoryFaultException.class)
                .hasMessageContaining("past the last address");
        var whole = new byte[0x1004];
        memory.read(-0x1004, whole, 0, whole.length);
        assertThat(whole[0x1003]).isEqualTo((byte) 0x99);
    }

    @Test
    void a32BitSpaceEndsAtFourGibibytes() {
        ImageOf image = ImageOf.hvm(4).page(0xfffff);
        var root = PageTableRoot.of(0, PagingMode.UNPAGED, image.kind());
        var memory = new PagedMemory(image, new PageTables(image, root, true), 16);
        assertThat(memory.readable(0xfffffff0L, 100)).isEqualTo(16);
        assertThatThrownBy(() -> memory.readLong(0xfffffffcL))
                .isInstanceOf(MemoryFaultException.class)
                .hasMessageContaining("not a 32-bit address");
    }

    @Test
    void theTlbNeverAnswersOtherwiseThanAWalk() {
        ImageOf image = ImageOf.hvm(64).entry(1, 0, 0x2000 | P).entry(2, 0, 0x3000 | P);
        var random = new Random(7);
        for (int region = 0; region < 8; region++) {
            image.entry(3, region, (4 + region) * 0x1000L | (region == 5 ? 0x80 | P : P));
            for (int i = 0; i < 512; i++) {
                image.entry(4 + region, i, ((long) random.nextInt(80) << 12) | random.nextInt(2));
            }
        }
        for (int frame = 12; frame < 60; frame++) {
            image.page(frame);
        }
        PagedMemory cached = memory(image);
        for (int i = 0; i < 100_000; i++) {
            long address = random.nextInt(9 << 21);
            long fresh = memory(image).fileOffset(address);
            assertThat(cached.fileOffset(address)).isEqualTo(fresh);
        }
    }

    @Test
    void threadsShareOneTlb() throws Exception {
        ImageOf image = image();
        PagedMemory shared = memory(image);
        long[] pages = {0x10, 0x1010, 0x3010, -0x2000 + 0x10, -0x1000 + 0x10, 0x2010, 0x40010};
        long[] expected = IntStream.range(0, pages.length)
                .mapToLong(i -> memory(image).fileOffset(pages[i]))
                .toArray();
        try (var pool = Executors.newFixedThreadPool(4)) {
            var jobs = IntStream.range(0, 4)
                    .<Future<?>>mapToObj(seed -> pool.submit(() -> {
                        var random = new Random(seed);
                        for (int i = 0; i < 200_000; i++) {
                            int at = random.nextInt(pages.length);
                            assertThat(shared.fileOffset(pages[at]) == expected[at])
                                    .isTrue();
                        }
                    }))
                    .toList();
            for (Future<?> job : jobs) {
                job.get();
            }
        }
    }

    @Test
    void physicalAndMachineMemoryAreReadByFrame() {
        ImageOf image = ImageOf.pv(8, 4).page(0x1000).put(0x900, 0, 0x55);
        FrameMemory physical = FrameMemory.physical(image, 8);
        FrameMemory machine = FrameMemory.machine(image, 8);
        assertThat(machine.readLong(0x900000)).isEqualTo(0x55);
        assertThat(physical.readLong(0x1000)).isEqualTo(0x55);
        assertThat(physical.readable(0x10, 1 << 20)).isEqualTo(0x1ff0);
        assertThatThrownBy(() -> physical.readLong(0x2000))
                .isInstanceOf(MemoryFaultException.class)
                .hasMessage("no physical memory at 2000: pfn 0x2 is not in image");
        assertThatThrownBy(() -> machine.readByte(-1))
                .isInstanceOf(MemoryFaultException.class)
                .hasMessageContaining("mfn 0xfffffffffffff is not in image");
    }
}
