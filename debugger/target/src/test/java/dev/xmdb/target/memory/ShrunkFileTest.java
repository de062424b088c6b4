package dev.xmdb.target.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.target.ImageOf;
import dev.xmdb.target.paging.PageTableRoot;
import dev.xmdb.target.paging.PageTables;
import dev.xmdb.target.paging.PagingMode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShrunkFileTest {
    @Test
    void aFileThatShrinksUnderTheProgramOnlyFaults(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("image");
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = ImageOf.PAGES_OFFSET + 8 * 4096;
            ImageOf image = ImageOf.hvm(channel.map(FileChannel.MapMode.READ_WRITE, 0, size, arena))
                    .entry(1, 0, 0x2067)
                    .entry(2, 0, 0x3067)
                    .entry(3, 0, 0x4067)
                    .entry(4, 0, 0x5067)
                    .put(5, 0, 0x55);
            var root = PageTableRoot.of(0x1000, PagingMode.LONG_4_LEVEL, image.kind());
            var memory = new PagedMemory(image, new PageTables(image, root, true), 16);
            assertThat(memory.readLong(0)).isEqualTo(0x55);
            channel.truncate(ImageOf.PAGES_OFFSET);
            assertThatThrownBy(() -> memory.readLong(0)).isInstanceOf(MemoryFaultException.class);
            assertThatThrownBy(() -> memory.read(0, new byte[16], 0, 16)).isInstanceOf(MemoryFaultException.class);
            var cold = new PagedMemory(image, new PageTables(image, root, true), 16);
            assertThatThrownBy(() -> cold.readLong(0)).isInstanceOf(MemoryFaultException.class);
            assertThat(cold.readable(0, 10)).isZero();
        }
    }
}
