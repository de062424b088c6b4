package dev.xmdb.engine.names;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/**
 * Looks for the names that are nearest to one that does not exist: the same in another case, one that begins with it, or one that a few
 * letters left out, added, mistaken or swapped lead to. A fourth of a name's letters may be wrong, and not more than three.
 */
public final class NearNames implements Consumer<String> {
    private static final int MOST = 3;
    private static final int MOST_EDITS = 3;
    private static final int LETTERS_PER_EDIT = 4;
    private static final int SHORTEST_FOR_EDITS = 3;
    private static final int MOST_MISSING = 16;
    private static final int SAME = 0;
    private static final int ONE_EDIT = 1;
    private static final int BEGINNING = 2;

    private final String unknown;
    private final long letters;
    private final int edits;
    private final DamerauLevenshteinDistance distance;
    /** What begins as the text does before what does not, then the shorter ones. */
    private final TreeSet<String> best = new TreeSet<>(Comparator.comparingInt(this::inCommon)
            .reversed()
            .thenComparingInt(String::length)
            .thenComparing(Comparator.naturalOrder()));

    private int bestRank = Integer.MAX_VALUE;

    /** Names near to one. */
    public NearNames(String unknown) {
        this.unknown = unknown.toLowerCase(Locale.ROOT);
        this.letters = letters(unknown);
        this.edits = unknown.length() < SHORTEST_FOR_EDITS
                ? 0
                : Math.clamp(unknown.length() / LETTERS_PER_EDIT, 1, MOST_EDITS);
        this.distance = new DamerauLevenshteinDistance(edits);
    }

    /** Considers a name. */
    @Override
    public void accept(String name) {
        if (unknown.isEmpty() || name.isEmpty() || !mayBeNear(name)) {
            return;
        }
        int rank = rank(name);
        if (rank < bestRank) {
            best.clear();
            bestRank = rank;
        }
        if (rank == bestRank && rank != Integer.MAX_VALUE && best.add(name) && best.size() > MOST) {
            best.pollLast();
        }
    }

    /** The nearest names, at most three, none if none is near. */
    public List<String> found() {
        return new ArrayList<>(best);
    }

    /** A set of the letters in a text, whatever their case; some share a place. */
    private static long letters(String text) {
        long set = 0;
        for (int i = 0; i < text.length(); i++) {
            int c = text.charAt(i);
            set |= 1L << (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        }
        return set;
    }

    /** Tells most names apart by what letters they have. */
    private boolean mayBeNear(String name) {
        int longer = name.length() - unknown.length();
        if (longer < -edits || longer > MOST_MISSING) {
            return false;
        }
        long other = letters(name);
        int missing = Long.bitCount(letters & ~other);
        return missing <= edits && (missing == 0 || (longer <= edits && Long.bitCount(other & ~letters) <= edits));
    }

    /** How many letters a name begins with that the unknown one begins with too. */
    private int inCommon(String name) {
        int most = Math.min(name.length(), unknown.length());
        int letters = 0;
        while (letters < most && Character.toLowerCase(name.charAt(letters)) == unknown.charAt(letters)) {
            letters++;
        }
        return letters;
    }

    private int rank(String name) {
        int longer = name.length() - unknown.length();
        if (longer == 0 && name.equalsIgnoreCase(unknown)) {
            return SAME;
        }
        boolean begins = longer > 0 && name.regionMatches(true, 0, unknown, 0, unknown.length());
        int wrong = Math.abs(longer) > edits ? -1 : distance.apply(unknown, name.toLowerCase(Locale.ROOT));
        if (wrong == 1) {
            return ONE_EDIT;
        }
        return begins ? BEGINNING : wrong < 0 ? Integer.MAX_VALUE : BEGINNING + wrong;
    }
}
