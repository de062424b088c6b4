package dev.xmdb.sim.solaris.xen;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The store that domain 0 keeps: values by path, and the watches of one domain, whose relative paths begin at its own directory. */
final class Store {
    private final String home;
    private final NavigableMap<String, String> values = new TreeMap<>();
    private final List<Watch> watches = new ArrayList<>();

    /** A watch: what the domain called the path, and how it knows the watch again. */
    record Watch(String path, String token) {}

    Store(int domain) {
        this.home = "/local/domain/" + domain + '/';
    }

    private String absolute(String path) {
        return path.startsWith("/") ? path : home + path;
    }

    /** Sets a value. */
    void put(String path, String value) {
        values.put(absolute(path), value);
    }

    /** The value at a path, or null. */
    @Nullable
    String get(String path) {
        return values.get(absolute(path));
    }

    /** The names below a path, each once. */
    List<String> names(String path) {
        String prefix = absolute(path) + '/';
        List<String> names = new ArrayList<>();
        for (String each : values.tailMap(prefix).keySet()) {
            if (!each.startsWith(prefix)) {
                break;
            }
            String name = each.substring(prefix.length()).split("/", 2)[0];
            if (names.isEmpty() || !names.getLast().equals(name)) {
                names.add(name);
            }
        }
        return names;
    }

    /** Adds a watch. */
    void watch(Watch watch) {
        watches.add(watch);
    }

    /** What is told when a path changes: for each watch on it or above it, its path in that watch's own terms and the token. */
    List<Watch> fired(String path) {
        String changed = absolute(path);
        List<Watch> fired = new ArrayList<>();
        for (Watch watch : watches) {
            String watched = absolute(watch.path());
            if (changed.equals(watched) || changed.startsWith(watched + '/')) {
                boolean relative = !watch.path().startsWith("/");
                fired.add(new Watch(relative ? changed.substring(home.length()) : changed, watch.token()));
            }
        }
        return fired;
    }
}
