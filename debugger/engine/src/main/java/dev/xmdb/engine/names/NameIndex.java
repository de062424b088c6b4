package dev.xmdb.engine.names;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Very many names, which are read by a thread of their own when somebody first asks for one, and then put in order. Whoever cannot wait
 * for all of them gets what was read so far. Thread-safe.
 */
final class NameIndex {
    /** More than any kernel has. */
    private static final int MOST = 4_000_000;
    /** How many are read between two looks that others may have at them. */
    private static final int STEP = 1024;

    private final String what;
    private final Supplier<Stream<String>> source;
    private final List<String> published = new ArrayList<>();
    private final CompletableFuture<List<String>> all = new CompletableFuture<>();
    private final CompletableFuture<String[]> sorted = new CompletableFuture<>();
    private boolean begun;

    /**
     * No names yet.
     *
     * @param what what they are names of
     * @param source gives them; thread-safe
     */
    NameIndex(String what, Supplier<Stream<String>> source) {
        this.what = what;
        this.source = source;
    }

    /** Begins to read, unless that has begun. */
    synchronized void begin() {
        if (!begun) {
            begun = true;
            Thread.ofPlatform().daemon().name("names of " + what).start(this::read);
        }
    }

    private void read() {
        var names = new ArrayList<String>();
        try (Stream<String> found = source.get()) {
            found.limit(MOST).filter(name -> !name.isEmpty()).forEach(name -> {
                names.add(name);
                if (names.size() % STEP == 0) {
                    publish(names);
                }
            });
        } catch (RuntimeException | VirtualMachineError damaged) {
            // What was read until then is what there is to choose from.
        }
        all.complete(names);
        synchronized (published) {
            published.clear();
        }
        String[] ordered = names.toArray(String[]::new);
        Arrays.sort(ordered);
        sorted.complete(withoutDuplicates(ordered));
    }

    private void publish(List<String> names) {
        synchronized (published) {
            published.addAll(names.subList(published.size(), names.size()));
        }
    }

    private static String[] withoutDuplicates(String[] ordered) {
        int kept = 0;
        for (String name : ordered) {
            if (kept == 0 || !ordered[kept - 1].equals(name)) {
                ordered[kept++] = name;
            }
        }
        return Arrays.copyOf(ordered, kept);
    }

    /**
     * Every name, or those that can be had in time.
     *
     * @param patience how long to wait for the rest
     */
    Stream<String> names(Duration patience) {
        begin();
        List<String> names = within(all, patience);
        return (names == null ? soFar() : names).stream();
    }

    /**
     * Names that begin with a text, in order; of too many the first ones and the last, so that what they have in common is right.
     *
     * @param most how many, at least two
     * @param patience how long to wait for the rest
     */
    List<String> beginning(String text, int most, Duration patience) {
        begin();
        String[] ordered = within(sorted, patience);
        if (ordered == null) {
            return soFar().stream()
                    .filter(name -> name.startsWith(text))
                    .sorted()
                    .distinct()
                    .limit(most)
                    .toList();
        }
        int from = place(ordered, text);
        int to = text.isEmpty() ? ordered.length : place(ordered, text + Character.MAX_VALUE);
        if (to - from <= most) {
            return List.of(Arrays.copyOfRange(ordered, from, to));
        }
        var some = new ArrayList<>(Arrays.asList(ordered).subList(from, from + most - 1));
        some.add(ordered[to - 1]);
        return some;
    }

    private static int place(String[] sorted, String text) {
        int found = Arrays.binarySearch(sorted, text);
        return found < 0 ? -found - 1 : found;
    }

    private List<String> soFar() {
        List<String> names = all.getNow(List.of());
        if (!names.isEmpty()) {
            return names;
        }
        synchronized (published) {
            return List.copyOf(published);
        }
    }

    private static <T> @Nullable T within(CompletableFuture<T> names, Duration patience) {
        try {
            return names.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
