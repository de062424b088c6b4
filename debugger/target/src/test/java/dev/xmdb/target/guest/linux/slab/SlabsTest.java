package dev.xmdb.target.guest.linux.slab;

import static dev.xmdb.target.guest.linux.slab.SlabMemory.object;
import static dev.xmdb.target.guest.linux.slab.SlabMemory.structure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.guest.linux.slab.SlabMemory.Variant;
import dev.xmdb.target.work.Effort;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlabsTest {
    private static SlabContents contents(SlabMemory memory) {
        Slabs slabs = memory.read();
        return slabs.contents(slabs.caches().getFirst(), Effort.UNWATCHED);
    }

    private static List<ObjectState> states(Slab slab) {
        return IntStream.range(0, slab.count()).mapToObj(slab::state).toList();
    }

    private static List<ObjectState> allocatedBut(ObjectState state, Integer... others) {
        return IntStream.range(0, SlabMemory.OBJECTS)
                .mapToObj(index -> List.of(others).contains(index) ? state : ObjectState.ALLOCATED)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void freeObjectsOfASlabAreThoseInItsList(Variant variant) {
        var memory = new SlabMemory(variant);
        memory.onNode(memory.slab(2, 7, 0));
        memory.slab();
        SlabContents contents = contents(memory);
        assertThat(contents.faults()).isEmpty();
        assertThat(contents.slabs()).hasSize(2);
        Slab partial = contents.slabs().getFirst();
        assertThat(states(partial)).isEqualTo(allocatedBut(ObjectState.FREE, 2, 7, 0));
        assertThat(partial.place()).isEqualTo(new SlabPlace(SlabPlace.Kind.NODE_PARTIAL, 0));
        assertThat(partial.allocated()).isEqualTo(5);
        Slab full = contents.slabs().getLast();
        assertThat(full.allocated()).isEqualTo(8);
        assertThat(full.place().kind()).isEqualTo(SlabPlace.Kind.UNLISTED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Variant.class,
            names = {"PAGES", "MIXED", "SWAPPED", "SHEAVES"})
    void aCpuHasFreeObjectsThatItsSlabCountsAsUsed(Variant variant) {
        var memory = new SlabMemory(variant);
        int active = memory.slab(6);
        memory.onCpu(1, active, 1, 3);
        int first = memory.slab(4, 5);
        int second = memory.slab(0);
        memory.nextOnCpu(1, first, second);
        Slabs slabs = memory.read();
        SlabContents contents = slabs.contents(slabs.caches().getFirst(), Effort.UNWATCHED);
        assertThat(contents.faults()).isEmpty();
        Slab slab = contents.slabs().getFirst();
        assertThat(states(slab))
                .containsExactly(
                        ObjectState.ALLOCATED,
                        ObjectState.FREE_FOR_CPU,
                        ObjectState.ALLOCATED,
                        ObjectState.FREE_FOR_CPU,
                        ObjectState.ALLOCATED,
                        ObjectState.ALLOCATED,
                        ObjectState.FREE,
                        ObjectState.ALLOCATED);
        assertThat(slab.place()).isEqualTo(new SlabPlace(SlabPlace.Kind.ACTIVE, 1));
        assertThat(contents.slabs().get(1).place()).isEqualTo(new SlabPlace(SlabPlace.Kind.CPU_PARTIAL, 1));
        assertThat(slabs.state(slabs.caches().getFirst()).cpus())
                .containsExactly(new CacheState.Cpu(1, structure(active), 2, 2, 0));
    }

    @ParameterizedTest
    @EnumSource(
            value = Variant.class,
            names = {"SHEAVES", "SHEAVES_ONLY"})
    void objectsInSheavesAreFree(Variant variant) {
        var memory = new SlabMemory(variant);
        int slab = memory.slab();
        memory.sheavesOf(
                0,
                memory.sheaf(object(slab, 0), object(slab, 4)),
                memory.sheaf(object(slab, 7)),
                memory.sheaf(object(slab, 2)));
        memory.barn(memory.sheaf(object(slab, 5)));
        Slabs slabs = memory.read();
        SlabCache cache = slabs.caches().getFirst();
        SlabContents contents = slabs.contents(cache, Effort.UNWATCHED);
        assertThat(contents.faults()).isEmpty();
        assertThat(states(contents.slabs().getFirst()))
                .isEqualTo(allocatedBut(ObjectState.FREE_IN_SHEAF, 0, 2, 4, 5, 7));
        assertThat(slabs.state(cache).cpus()).containsExactly(new CacheState.Cpu(0, 0, 0, 0, 4));
        assertThat(slabs.state(cache).nodes()).containsExactly(new CacheState.Node(0, 0, 1, 8, 1));
    }

    @Test
    void anAddressIsInTheObjectThatBeginsBeforeIt() {
        var memory = new SlabMemory(Variant.SWAPPED);
        int slab = memory.slab(3);
        memory.onNode(slab);
        Slabs slabs = memory.read();
        assertThat(slabs.find(object(slab, 2) + 511, Effort.UNWATCHED)).hasValueSatisfying(found -> {
            assertThat(found.address()).isEqualTo(object(slab, 2));
            assertThat(found.allocated()).isTrue();
        });
        assertThat(slabs.find(object(slab, 3), Effort.UNWATCHED)).hasValueSatisfying(found -> {
            assertThat(found.index()).isEqualTo(3);
            assertThat(found.allocated()).isFalse();
        });
        assertThat(slabs.find(object(slab + 1, 0), Effort.UNWATCHED)).isEmpty();
        assertThat(slabs.find(object(slab, 0) - 1, Effort.UNWATCHED)).isEmpty();
    }

    @Test
    void aListThatRunsInACircleIsNamed() {
        var memory = new SlabMemory(Variant.SWAPPED);
        memory.onNode(memory.slab(1, 2));
        int slab = memory.slab(4, 6);
        memory.onNode(slab);
        memory.link(object(slab, 6), object(slab, 4));
        SlabContents contents = contents(memory);
        assertThat(contents.faults())
                .containsExactly("slab " + Long.toHexString(structure(slab))
                        + " of lab_cache: list of free objects comes to " + Long.toHexString(object(slab, 4))
                        + " twice");
        assertThat(states(contents.slabs().getLast())).isEqualTo(allocatedBut(ObjectState.FREE, 4, 6));
    }

    @Test
    void aListThatLeavesItsSlabIsNamed() {
        var memory = new SlabMemory(Variant.SWAPPED);
        memory.onNode(memory.slab(1, 2));
        int slab = memory.slab(4);
        memory.onNode(slab);
        memory.link(object(slab, 4), object(slab, 5) + 8);
        assertThat(contents(memory).faults())
                .containsExactly("slab " + Long.toHexString(structure(slab))
                        + " of lab_cache: list of free objects leads to " + Long.toHexString(object(slab, 5) + 8)
                        + ", which is no object of the slab");
    }

    @Test
    void aCounterThatDisagreesWithTheListIsNamed() {
        var memory = new SlabMemory(Variant.PAGES);
        int slab = memory.slab(4);
        memory.memory().put(structure(slab) + 40, 2, 3);
        assertThat(contents(memory).faults())
                .containsExactly("slab " + Long.toHexString(structure(slab))
                        + " of lab_cache: has 1 objects in its list of free ones, and counts 5");
    }

    @Test
    void aSlabDoesNotSayThatItHasMoreObjectsThanThereIsRoomFor() {
        var memory = new SlabMemory(Variant.PAGES);
        int slab = memory.slab();
        memory.memory().put(structure(slab) + 42, 2, 0x7fff);
        SlabContents contents = contents(memory);
        assertThat(contents.slabs().getFirst().count()).isEqualTo(8);
        assertThat(contents.faults().getFirst()).contains("says that it has 32767 objects, for which it has no room");
    }

    @Test
    void aCacheOfImpossibleSizesIsLeftOutAndNamed() {
        var memory = new SlabMemory(Variant.PAGES);
        memory.memory().put(SlabMemory.CACHE + 24, 4, 0);
        assertThat(memory.read().caches()).isEmpty();
        assertThat(memory.read().faults()).singleElement().asString().contains("lab_cache", "impossible sizes");
    }

    @Test
    void aSheafOfImpossibleSizeIsNamed() {
        var memory = new SlabMemory(Variant.SHEAVES_ONLY);
        memory.slab();
        long sheaf = memory.sheaf();
        memory.memory().put(sheaf + 24, 4, 0x7fff_ffff);
        memory.sheavesOf(0, sheaf, 0, 0);
        assertThat(contents(memory).faults())
                .containsExactly(
                        "cache lab_cache: sheaf " + Long.toHexString(sheaf) + " says that it has 2147483647 objects");
    }
}
