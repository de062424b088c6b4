package dev.xmdb.samples.truth;

import dev.xmdb.sim.truth.Facts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every arena of addresses and numbers, and what is used of it. */
final class ArenaAgreement implements Agreement {

    @Override
    public void check(SimulatedDomain domain) {
        Map<Long, List<Object>> told = new LinkedHashMap<>();
        for (Facts arena : domain.truth().list("vmem_arenas")) {
            told.put(
                    arena.number("address"),
                    List.of(
                            arena.text("name"),
                            arena.number("inuse"),
                            arena.number("total"),
                            arena.number("alloc"),
                            arena.number("fail")));
        }
        Map<Long, List<Object>> found = new LinkedHashMap<>();
        for (Answer arena : domain.ask("::vmem")) {
            found.put(
                    arena.number("addr"),
                    List.of(
                            arena.word("name").strip(),
                            arena.number("inuse"),
                            arena.number("total"),
                            arena.number("succeed"),
                            arena.number("fail")));
        }
        Agreement.same("arenas", told, found);
    }
}
