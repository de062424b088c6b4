package dev.xmdb.dcmds;

import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Things that are dear to make and large to keep: each is made once, and again when the heap had no room to keep it. */
final class SoftlyKept<T> {
    private final Map<String, SoftReference<T>> kept = new HashMap<>();

    /** What has a name, made when it is not there. */
    synchronized T get(String name, Supplier<T> make) {
        SoftReference<T> reference = kept.get(name);
        T known = reference == null ? null : reference.get();
        if (known == null) {
            known = make.get();
            kept.put(name, new SoftReference<>(known));
        }
        return known;
    }
}
