package dev.xmdb.target.guest.solaris.kmem;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with one thing, one sentence each; of a great many the first ones, and how many more there are. */
final class FaultList {
    private static final int MOST = 20;

    private final String thing;
    private final List<String> sentences = new ArrayList<>();
    private int unnamed;

    /**
     * An empty list.
     *
     * @param thing what the faults are of
     */
    FaultList(String thing) {
        this.thing = thing;
    }

    void add(String sentence) {
        if (sentences.size() < MOST) {
            sentences.add(sentence);
        } else {
            unnamed++;
        }
    }

    void addAll(List<String> others) {
        others.forEach(this::add);
    }

    List<String> all() {
        if (unnamed == 0) {
            return List.copyOf(sentences);
        }
        var all = new ArrayList<>(sentences);
        all.add(thing + " has " + unnamed + " more faults of these kinds");
        return List.copyOf(all);
    }
}
