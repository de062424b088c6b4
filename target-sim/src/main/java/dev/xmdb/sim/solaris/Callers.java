package dev.xmdb.sim.solaris;

import dev.xmdb.sim.solaris.kmem.Kmem;
import dev.xmdb.sim.solaris.text.Function;
import dev.xmdb.sim.solaris.vmem.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Tells who is at work in the allocator: a thread, the time, and the return addresses on its stack. */
final class Callers implements Kmem.Caller {
    private static final int DEEPEST = 15;
    private static final int LONGEST_PAUSE = 20_000_000;
    private static final long BOOTED = 2_000_000_000L;
    private static final String MAIN = "main";

    private final Kernel kernel;
    private final Random random;
    private final Map<String, List<String>> paths = new HashMap<>();
    private final List<Long> threads = new ArrayList<>();
    private long now = BOOTED;

    Callers(Kernel kernel, Random random) {
        this.kernel = kernel;
        this.random = random;
        try (InputStream in = Objects.requireNonNull(Callers.class.getResourceAsStream("callers.table"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList()) {
                if (!line.startsWith("#")) {
                    List<String> words = List.of(line.split(" ", -1));
                    paths.put(words.get(0) + ' ' + words.get(1), words.subList(2, words.size()));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A thread that system calls can come from. */
    void joinedBy(long thread) {
        threads.add(thread);
    }

    @Override
    public Origin origin(String cache, boolean allocates) {
        String kind = allocates ? "alloc " : "free ";
        List<String> path = paths.getOrDefault(kind + cache, paths.getOrDefault(kind + '*', List.of()));
        boolean isArena = kernel.kmem().isArena(cache);
        return of(path, isArena ? "vmem_hash_insert" : allocates ? "kmem_cache_alloc" : "kmem_cache_free");
    }

    /** A thread allocates from a cache now, or frees, called through {@code path}. */
    Origin of(long thread, List<String> path, boolean allocates) {
        return new Origin(
                thread,
                passed(),
                of(path, allocates ? "kmem_cache_alloc" : "kmem_cache_free").stack());
    }

    private long passed() {
        now += 1 + random.nextInt(LONGEST_PAUSE);
        return now;
    }

    /** The calls of {@code path} and from there down to {@code last}, made now by some thread that can have made them. */
    Origin of(List<String> path, String last) {
        List<String> calls = new ArrayList<>(path);
        if (last.equals("vmem_hash_insert")) {
            calls.addAll(List.of("vmem_alloc", "vmem_xalloc", last));
        } else {
            calls.addAll(List.of(last, last + "_debug"));
        }
        calls.add("getpcstack");
        boolean isMain = path.getFirst().equals(MAIN) || threads.isEmpty();
        long thread = isMain ? kernel.symbols().address("t0") : threads.get(random.nextInt(threads.size()));
        return new Origin(thread, passed(), stack(calls));
    }

    /** Return addresses of a chain of calls, innermost first, as many as are recorded. */
    private List<Long> stack(List<String> calls) {
        List<Long> stack = new ArrayList<>();
        for (int index = calls.size() - 2; index >= 0 && stack.size() < DEEPEST; index--) {
            Symbol symbol = kernel.symbols().find(calls.get(index));
            Function function = Objects.requireNonNull(symbol.function());
            stack.add(symbol.va() + function.returnOffset(calls.get(index + 1)));
        }
        return stack;
    }
}
