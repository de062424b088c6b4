package dev.xmdb.engine.run;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What a command keeps from the first run of a loop to the last. */
final class LoopMemory {
    private final Map<Class<?>, Object> objects = new HashMap<>();

    <T> T get(Class<T> type, Supplier<T> make) {
        return type.cast(objects.computeIfAbsent(type, key -> make.get()));
    }
}
