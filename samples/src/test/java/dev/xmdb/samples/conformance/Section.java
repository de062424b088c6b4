package dev.xmdb.samples.conformance;

import java.util.Arrays;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A section of the description that a case stands on, such as {@code language §14.3}.
 *
 * @param document which description
 * @param number its number or letter, with points between the levels
 */
record Section(String document, String number) implements Comparable<Section> {
    private static final Pattern FORM = Pattern.compile("([a-z][a-z-]*) §([A-Z0-9]+(?:\\.[0-9]+)*)");

    /** Reads {@code document §number}. */
    static Section of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a section: " + text);
        }
        return new Section(matcher.group(1), matcher.group(2));
    }

    @Override
    public int compareTo(Section other) {
        return Comparator.comparing(Section::document)
                .thenComparing(section -> section.number.split("\\."), Section::compareLevels)
                .compare(this, other);
    }

    private static int compareLevels(String[] left, String[] right) {
        return Arrays.compare(
                left, right, Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
    }

    @Override
    public String toString() {
        return document + " §" + number;
    }
}
