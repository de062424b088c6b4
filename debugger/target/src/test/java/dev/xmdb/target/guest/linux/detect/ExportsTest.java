package dev.xmdb.target.guest.linux.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.guest.linux.kallsyms.KernelSymbol;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of exported symbols as each version of the kernel has them, with the names behind them. */
class ExportsTest {
    private static final long START = 0xffffffff82000000L;
    private static final long NAMES = START + 0x8000;
    private static final long END = START + 0xc000;
    private static final long VALUES = 0xffffffff81000000L;
    private static final int COUNT = 100;

    private static List<KernelSymbol> exports() {
        List<KernelSymbol> all = new ArrayList<>();
        for (int each = 0; each < COUNT; each++) {
            all.add(new KernelSymbol(each == 40 ? "init_task" : "exported_" + each, 'T', VALUES + 0x140L * each));
        }
        return all;
    }

    /** An image with a table whose entries are {@code size} bytes. */
    private static MemoryOf image(int size) {
        var memory = new MemoryOf(8).put(START, new byte[(int) (END - START)]);
        long name = NAMES + 1;
        // The table stands somewhere among other read-only data.
        long entry = START + 0x1230;
        for (KernelSymbol symbol : exports()) {
            if (size == 16) {
                memory.word(entry, symbol.address()).word(entry + 8, name);
            } else {
                memory.put(entry, 4, symbol.address() - entry).put(entry + 4, 4, name - (entry + 4));
            }
            memory.text(name, symbol.name());
            name += symbol.name().length() + 1;
            entry += size;
        }
        return memory;
    }

    private static List<KernelSymbol> found(MemoryOf memory) {
        return Exports.of(memory, new MappedBytes(memory, List.of(new KernelImage.Range(START, END))));
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 8, 16}) // Since 5.4, since 4.19, before.
    void everyEntryOfEveryFormIsFound(int size) {
        assertThat(found(image(size))).containsExactlyInAnyOrderElementsOf(exports());
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 8, 16})
    void aNameThatSomethingElseLeadsToAsWellIsNoHindrance(int size) {
        MemoryOf memory = image(size);
        long name = NAMES + 1;
        for (KernelSymbol symbol : exports().subList(0, 40)) {
            name += symbol.name().length() + 1;
        }
        memory.word(START + 0x100, name).put(START + 0x200, 4, name - (START + 0x200));
        assertThat(found(memory)).hasSize(COUNT);
    }

    @Test
    void aTableOfAFewEntriesIsNoTable() {
        MemoryOf memory = image(16);
        memory.word(START + 0x1230 + 16 * 45 + 8, 0x1234).word(START + 0x1230 + 16 * 30 + 8, 0x1234);
        assertThat(found(memory)).isEmpty();
    }
}
