package dev.xmdb.target.guest;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What is computed of a guest once: layouts, an index. Thread-safe. */
public final class Kept {
    private final Map<Class<?>, Object> known = new HashMap<>();

    /**
     * What there is of a class. Nothing is kept of a computation that throws.
     *
     * @param type the class, of which one is kept
     * @param make computes it; may ask for others
     */
    public synchronized <T> T get(Class<T> type, Supplier<T> make) {
        Object before = known.get(type);
        if (before == null) {
            before = make.get();
            known.put(type, before);
        }
        return type.cast(before);
    }

    /** Forgets what is kept of a class, so that it is computed again. */
    public synchronized void forget(Class<?> type) {
        known.remove(type);
    }
}
