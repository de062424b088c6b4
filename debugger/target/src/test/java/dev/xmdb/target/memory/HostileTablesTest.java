package dev.xmdb.target.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.ImageOf;
import dev.xmdb.target.paging.PageTableRoot;
import dev.xmdb.target.paging.PageTables;
import dev.xmdb.target.paging.PagingMode;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random tables, random addresses: the cached path, the shown walk and a plain re-statement of the manuals agree, and nothing hangs. */
class HostileTablesTest {
    private static final int PAGES = 6;
    private static final int ROUNDS = 2_000;
    private static final int ADDRESSES = 40;

    @ParameterizedTest
    @EnumSource(PagingMode.class)
    void randomTablesOnlyEverMapOrFault(PagingMode mode) {
        var random = new Random(mode.name().hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            ImageOf image = randomImage(random, mode, round % 2 == 0);
            var root = PageTableRoot.of((1 + random.nextInt(PAGES)) << 12, mode, image.kind());
            var memory = new PagedMemory(image, new PageTables(image, root, true), 16);
            long previous = 0;
            for (int i = 0; i < ADDRESSES; i++) {
                long address = i % 4 == 3 ? previous + 4096 : address(random, mode);
                previous = address;
                long expected = PlainWalk.fileOffset(image, root, address);
                assertThat(memory.fileOffset(address))
                        .as("%s %x", mode, address)
                        .isEqualTo(expected);
                assertThat(memory.fileOffset(address)).isEqualTo(expected);
                assertThat(memory.translate(address).readable()).isEqualTo(expected >= 0);
                assertThat(memory.translate(address).reason()).isNotEmpty();
                readOrFault(memory, address);
            }
            memory.readable(previous, 1 << 20);
        }
    }

    private static void readOrFault(PagedMemory memory, long address) {
        try {
            memory.read(address, new byte[9000], 0, 9000);
        } catch (MemoryFaultException fault) {
            assertThat(fault.reason()).isNotEmpty();
        }
    }

    /** Mostly present entries, mostly to frames that exist: walks that go deep, into each other and in circles. */
    private static ImageOf randomImage(Random random, PagingMode mode, boolean pv) {
        ImageOf image = pv && mode != PagingMode.LONG_5_LEVEL && mode != PagingMode.UNPAGED
                ? ImageOf.pv(mode.wordSize(), PAGES)
                : ImageOf.hvm(PAGES);
        for (int frame = 1; frame <= PAGES; frame++) {
            image.page(frame);
            for (int offset = 0; offset < 4096; offset += 8) {
                long entry = random.nextInt(8) == 0 ? random.nextLong() : entry(random);
                if (mode == PagingMode.LEGACY_32) {
                    entry = (entry << 32) | Integer.toUnsignedLong((int) entry(random));
                }
                image.bytes().set(ValueLayout.JAVA_LONG_UNALIGNED, image.fileOffset(frame) + offset, entry);
            }
        }
        return image;
    }

    private static long entry(Random random) {
        long flags = random.nextInt(0x1000) & ~0x80;
        if (random.nextInt(8) == 0) {
            flags |= 0x80;
        }
        if (random.nextInt(4) != 0) {
            flags |= 1;
        }
        return ((long) random.nextInt(PAGES + 2) << 12) | flags;
    }

    private static long address(Random random, PagingMode mode) {
        if (mode.wordSize() == 4) {
            return Integer.toUnsignedLong(random.nextInt());
        }
        int unused = mode == PagingMode.LONG_4_LEVEL ? 16 : 7;
        return random.nextInt(16) == 0 ? random.nextLong() : (random.nextLong() << unused) >> unused;
    }
}
