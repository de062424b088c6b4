package dev.xmdb.target.guest.linux.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeLink;
import dev.xmdb.target.types.Types;
import dev.xmdb.target.types.TypesOf;
import org.junit.jupiter.api.Test;

/** Counts of pages in both ways that kernels keep them. */
final class ResidentPagesTest {
    private static final long SPACE = 0xffff888001000000L;

    private final MemoryOf memory = new MemoryOf(8).put(SPACE, new byte[0x100]);
    private final TypesOf types = new TypesOf();

    private static Type first(Types types, String name) {
        return types.find("struct " + name).orElseThrow();
    }

    private ResidentPages read(long ofCpus) {
        return ResidentPages.read(types.layout("struct mm_struct").at(memory, SPACE), variable -> ofCpus);
    }

    @Test
    void upTo61ThereAreFourNumbers() {
        types.struct("counter", 8).number("counter", 0, 8);
        types.struct("mm_rss_stat", 32).field("count", 0, new Type.Array(TypeLink.to(first(types, "counter")), 4, 0));
        types.struct("mm_struct", 64).struct("rss_stat", 8, "mm_rss_stat");
        memory.word(SPACE + 8, 1).word(SPACE + 16, 20).word(SPACE + 24, 300).word(SPACE + 32, 4000);
        assertThat(read(0)).isEqualTo(new ResidentPages(1, 20, 300, 4000));
        assertThat(read(0).total()).isEqualTo(4021);
    }

    @Test
    void since62EachCpuHasAPartOfEachNumber() {
        types.struct("percpu_counter", 16)
                .field("count", 0, new Type.Whole("s64", 8, 0, 64, true, Type.Whole.Use.NUMBER))
                .number("counters", 8, 8);
        types.struct("mm_struct", 128)
                .field("rss_stat", 8, new Type.Array(TypeLink.to(first(types, "percpu_counter")), 4, 0));
        memory.word(SPACE + 8, 100)
                .word(SPACE + 16, 0x1000)
                .word(SPACE + 24, -9)
                .word(SPACE + 32, 0x1000);
        assertThat(read(7)).isEqualTo(new ResidentPages(107, 0, 0, 0));
    }
}
