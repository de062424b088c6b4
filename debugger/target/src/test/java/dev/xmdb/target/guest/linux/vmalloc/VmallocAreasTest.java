package dev.xmdb.target.guest.linux.vmalloc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.types.TypesOf;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Lists of areas written word by word, in the forms of kernels that no image is of. */
final class VmallocAreasTest {
    private static final long HEAP = 0xffff_8880_0010_0000L;
    private static final long NODES = HEAP + 0x1_0000;
    private static final long VARIABLE = 0xffff_ffff_8200_0000L;
    private static final long AREAS = 0xffff_c900_0000_0000L;
    private final MemoryOf memory = new MemoryOf(Long.BYTES);

    private static TypesOf described() {
        var types = new TypesOf();
        types.struct("vm_struct", 72)
                .number("addr", 8, 8)
                .number("size", 16, 8)
                .number("flags", 24, 8)
                .number("pages", 32, 8)
                .number("nr_pages", 44, 4)
                .number("phys_addr", 48, 8)
                .number("caller", 56, 8);
        return types;
    }

    private static TypesOf since53() {
        TypesOf types = described();
        types.struct("vmap_area", 72)
                .number("va_start", 0, 8)
                .number("va_end", 8, 8)
                .number("list", 40, 8)
                .number("subtree_max_size", 56, 8)
                .number("vm", 56, 8)
                .number("flags", 64, 8);
        types.struct("vmap_list", 24).number("head", 8, 8);
        types.struct("vmap_node", 128).struct("busy", 64, "vmap_list");
        return types;
    }

    private void area(long at, long start, long end, long vm) {
        memory.word(at, start).word(at + 8, end).word(at + 56, vm);
    }

    private void link(long... links) {
        for (int i = 0; i < links.length; i++) {
            memory.word(links[i], links[(i + 1) % links.length]);
        }
    }

    @Test
    void since69EveryNodeHasAList() {
        TypesOf types = since53();
        memory.word(VARIABLE, NODES).put(VARIABLE + 8, 4, 2);
        long one = HEAP + 0x100;
        long two = HEAP + 0x200;
        long three = HEAP + 0x300;
        area(one, AREAS + 0x8000, AREAS + 0xd000, HEAP + 0x800);
        area(two, AREAS + 0x1000, AREAS + 0x3000, 0);
        area(three, AREAS + 0x4000, AREAS + 0x6000, 0);
        memory.word(HEAP + 0x800 + 24, 0x22)
                .put(HEAP + 0x800 + 44, 4, 4)
                .word(HEAP + 0x800 + 56, 0xffff_ffff_8100_1234L);
        memory.word(HEAP + 0x800 + 32, HEAP + 0x900).word(HEAP + 0x800 + 48, 0);
        link(NODES + 72, one + 40, three + 40);
        link(NODES + 128 + 72, two + 40);
        VmallocAreas areas = new VmallocAreas.Reading(memory, types).ofNodes(VARIABLE, OptionalLong.of(VARIABLE + 8));
        assertThat(areas.problems()).isEmpty();
        assertThat(areas.all()).extracting(VmallocArea::address).containsExactly(two, three, one);
        assertThat(areas.at(AREAS + 0xcfff)).map(VmallocArea::address).hasValue(one);
        assertThat(areas.at(AREAS + 0x3000)).isEmpty();
        VmallocArea.Description own = areas.all().get(2).description().orElseThrow();
        assertThat(own.words()).containsExactly("vmalloc", "uninitialized");
        assertThat(own.count()).isEqualTo(4);
        assertThat(own.caller()).isEqualTo(0xffff_ffff_8100_1234L);
        assertThat(own.owns()).isTrue();
    }

    @Test
    void aCountOfNodesThatIsNoneIsToldOf() {
        TypesOf types = since53();
        memory.word(VARIABLE, NODES).put(VARIABLE + 8, 4, 0x4000_0000);
        assertThat(new VmallocAreas.Reading(memory, types)
                        .ofNodes(VARIABLE, OptionalLong.of(VARIABLE + 8))
                        .problems())
                .containsExactly("vmap_nodes: 1073741824 nodes are no kernel's");
    }

    @Test
    void upTo52AnAreasOwnFlagsTellWhetherItHasADescription() {
        TypesOf types = described();
        types.struct("vmap_area", 96)
                .number("va_start", 0, 8)
                .number("va_end", 8, 8)
                .number("flags", 16, 8)
                .number("list", 40, 8)
                .number("vm", 56, 8)
                .number("purge_list", 64, 8);
        long one = HEAP + 0x100;
        long two = HEAP + 0x200;
        area(one, AREAS, AREAS + 0x2000, HEAP + 0x800);
        memory.word(one + 16, 4).word(HEAP + 0x800 + 24, 1).word(HEAP + 0x800 + 48, 0xfed0_0000L);
        memory.word(HEAP + 0x800 + 32, 0).word(HEAP + 0x800 + 40, 0).word(HEAP + 0x800 + 56, 0);
        area(two, AREAS + 0x3000, AREAS + 0x5000, HEAP + 0x800);
        memory.word(two + 16, 2);
        link(VARIABLE, one + 40, two + 40);
        VmallocAreas areas = new VmallocAreas.Reading(memory, types).read(List.of(VARIABLE));
        assertThat(areas.all().get(0).description())
                .map(VmallocArea.Description::physical)
                .hasValue(0xfed0_0000L);
        assertThat(areas.all().get(1).description()).isEmpty();
    }

    @Test
    void aListThatRunsInACircleIsShownAsFarAsItGoes() {
        long one = HEAP + 0x100;
        area(one, AREAS, AREAS + 0x2000, 0);
        memory.word(VARIABLE, one + 40).word(one + 40, one + 40);
        VmallocAreas areas = new VmallocAreas.Reading(memory, since53()).read(List.of(VARIABLE));
        assertThat(areas.all()).hasSize(1);
        assertThat(areas.problems()).containsExactly("vmalloc areas run in a circle at ffff888000100128");
    }
}
