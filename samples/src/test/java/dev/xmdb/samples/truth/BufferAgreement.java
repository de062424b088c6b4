package dev.xmdb.samples.truth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.sim.truth.Facts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Every buffer of every cache: whose it is and whether it is in use, whichever address in it is asked for, and who used it last. */
final class BufferAgreement implements Agreement {
    private static final String ALLOCATED = "allocated";
    private static final int AUDIT = 1;

    private record Known(String kind, long base, long offset, String cache, boolean allocated, long bufctl) {}

    private record Use(long buffer, long thread, long timestamp) {}

    @Override
    public void check(SimulatedDomain domain) {
        List<Facts> caches = domain.truth().list("kmem_caches");
        caches(domain, caches);
        owners(domain, caches);
        caches.forEach(cache -> walks(domain, cache));
        users(domain, caches);
    }

    private static void caches(SimulatedDomain domain, List<Facts> caches) {
        Map<Long, List<Object>> told = new LinkedHashMap<>();
        caches.forEach(cache -> told.put(
                cache.number("address"),
                List.of(
                        cache.text("name"),
                        cache.number("flags"),
                        cache.number("cflags"),
                        cache.number("bufsize"),
                        cache.number("buftotal"))));
        Map<Long, List<Object>> found = new LinkedHashMap<>();
        for (Answer cache : domain.ask("::kmem_cache")) {
            found.put(
                    cache.number("addr"),
                    List.of(
                            cache.word("name"),
                            cache.number("flag"),
                            cache.number("cflag"),
                            cache.number("bufsize"),
                            cache.number("buftotl")));
        }
        Agreement.same("caches", told, found);
    }

    private static void owners(SimulatedDomain domain, List<Facts> caches) {
        Set<Long> threads = domain.truth().list("threads").stream()
                .map(thread -> thread.number("address"))
                .collect(Collectors.toSet());
        Map<Long, Known> told = new LinkedHashMap<>();
        for (Facts cache : caches) {
            long size = cache.number("bufsize");
            for (Facts buffer : cache.list("buffers")) {
                long base = buffer.number("address");
                // Every buffer from its start and from somewhere within, which differs from one to the next.
                for (long offset : new long[] {0, 1 + Math.floorMod(base >>> 3, size - 1)}) {
                    boolean thread = threads.contains(base);
                    told.put(
                            base + offset,
                            thread
                                    ? new Known("thread", base, offset, "", true, 0)
                                    : new Known(
                                            "buffer",
                                            base,
                                            offset,
                                            cache.text("name"),
                                            buffer.text("state").equals(ALLOCATED),
                                            buffer.has("bufctl") ? buffer.number("bufctl") : 0));
                }
            }
        }
        Map<Long, Known> found = new LinkedHashMap<>();
        for (Answer owner : domain.ask(new ArrayList<>(told.keySet()), "::whatis")) {
            String kind = owner.word("kind");
            boolean buffer = kind.equals("buffer");
            found.put(
                    owner.number("address"),
                    new Known(
                            kind,
                            owner.has("base") ? owner.number("base") : 0,
                            owner.has("offset") ? owner.number("offset") : 0,
                            buffer ? owner.word("cache") : "",
                            !buffer || owner.truth(ALLOCATED),
                            buffer ? owner.number("bufctl") : 0));
        }
        Agreement.same("owners of buffers", told, found);
    }

    private static void walks(SimulatedDomain domain, Facts cache) {
        Set<Long> inUse = new TreeSet<>();
        Set<Long> free = new TreeSet<>();
        for (Facts buffer : cache.list("buffers")) {
            (buffer.text("state").equals(ALLOCATED) ? inUse : free).add(buffer.number("address"));
        }
        String address = Long.toHexString(cache.number("address"));
        assertThat(new TreeSet<>(domain.values(address + "::walk kmem")))
                .as("buffers in use of %s", cache.text("name"))
                .isEqualTo(inUse);
        assertThat(new TreeSet<>(domain.values(address + "::walk freemem")))
                .as("free buffers of %s", cache.text("name"))
                .isEqualTo(free);
    }

    /** What audited caches wrote down of their buffers. */
    private static void users(SimulatedDomain domain, List<Facts> caches) {
        Map<Long, Use> told = new LinkedHashMap<>();
        for (Facts cache : caches) {
            if ((cache.number("flags") & AUDIT) != 0) {
                for (Facts buffer : cache.list("buffers")) {
                    if (buffer.has("bufctl") && buffer.has("thread")) {
                        told.put(
                                buffer.number("bufctl"),
                                new Use(buffer.number("address"), buffer.number("thread"), buffer.number("timestamp")));
                    }
                }
            }
        }
        Map<Long, Use> found = new LinkedHashMap<>();
        for (Answer bufctl : domain.ask(new ArrayList<>(told.keySet()), "::bufctl")) {
            found.put(
                    bufctl.number("addr"),
                    new Use(bufctl.number("bufaddr"), bufctl.number("thread"), bufctl.number("timestamp")));
        }
        Agreement.same("users of buffers", told, found);
    }
}
