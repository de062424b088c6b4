package dev.xmdb.sim.ctf;

import java.util.HashMap;
import java.util.Map;

/** The string section of a container; the empty string is at 0. */
final class CtfStrings {
    private final Map<String, Integer> places = new HashMap<>();
    private final ByteSink bytes = new ByteSink().u8(0);

    CtfStrings() {
        places.put("", 0);
    }

    /** Where a name is, which is put there the first time. */
    int reference(String name) {
        return places.computeIfAbsent(name, key -> {
            int place = bytes.size();
            bytes.text(key);
            return place;
        });
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
