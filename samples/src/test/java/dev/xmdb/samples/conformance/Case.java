package dev.xmdb.samples.conformance;

import java.util.List;
import java.util.OptionalInt;

/**
 * What is typed and what has to be printed.
 *
 * @param section what the expectation follows from
 * @param title what it shows
 * @param line where it begins in its file, from 1
 * @param input the lines typed
 * @param expected the lines printed, messages among them
 * @param alone whether it has a process of its own, because it ends the session or changes it for good
 * @param status exit status of that process; empty when it does not matter
 */
record Case(
        Section section,
        String title,
        int line,
        List<String> input,
        List<String> expected,
        boolean alone,
        OptionalInt status) {
    /** How it is called in reports. */
    String name() {
        return section + " " + title;
    }
}
