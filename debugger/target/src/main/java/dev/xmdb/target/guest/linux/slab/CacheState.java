package dev.xmdb.target.guest.linux.slab;

import java.util.List;
import java.util.Map;
import org.eclipse.collections.api.set.primitive.LongSet;

/**
 * What CPUs and nodes have of a cache.
 *
 * @param cpus its CPUs; those without anything of it left out
 * @param nodes its nodes
 * @param places where its slabs are, by the address of each; full ones are in no list
 * @param forCpus free objects that CPUs hand out next
 * @param inSheaves free objects in sheaves
 * @param faults what could not be read, one sentence each
 */
public record CacheState(
        List<Cpu> cpus,
        List<Node> nodes,
        Map<Long, SlabPlace> places,
        LongSet forCpus,
        LongSet inSheaves,
        List<String> faults) {
    /** Copies what can be. */
    public CacheState {
        cpus = List.copyOf(cpus);
        nodes = List.copyOf(nodes);
        places = Map.copyOf(places);
        faults = List.copyOf(faults);
    }

    /**
     * A CPU's part.
     *
     * @param id the CPU
     * @param slab the slab that it allocates from; 0 for none
     * @param free how many free objects of it are the CPU's own
     * @param partial how many slabs it takes next
     * @param sheaved how many free objects its sheaves have
     */
    public record Cpu(int id, long slab, int free, int partial, int sheaved) {}

    /**
     * A node's part.
     *
     * @param id the node
     * @param partial how many slabs with free objects are in its list
     * @param slabs how many slabs it counts; 0 in a kernel without CONFIG_SLUB_DEBUG
     * @param objects how many objects it counts; 0 in a kernel without CONFIG_SLUB_DEBUG
     * @param sheaved how many free objects its barn has
     */
    public record Node(int id, int partial, long slabs, long objects, int sheaved) {}

    /** Where a slab is. */
    SlabPlace place(long slab) {
        return places.getOrDefault(slab, SlabPlace.NOWHERE);
    }
}
