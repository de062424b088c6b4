package dev.xmdb.target.guest;

import java.util.OptionalLong;

/**
 * Something that a guest tells of itself.
 *
 * @param key its name for programs: small letters, digits and underscores
 * @param label its name for people; empty for what programs alone are told
 * @param text what it is; may hold anything
 * @param number the same as a number, where it is one
 */
public record Fact(String key, String label, String text, OptionalLong number) {

    /** A line of text. */
    public static Fact of(String key, String label, String text) {
        return new Fact(key, label, text, OptionalLong.empty());
    }

    /** A line of text that programs are told as a number. */
    public static Fact of(String key, String label, String text, long number) {
        return new Fact(key, label, text, OptionalLong.of(number));
    }

    /** A number that only programs are told: people read it in another line. */
    public static Fact number(String key, long number) {
        return new Fact(key, "", Long.toString(number), OptionalLong.of(number));
    }
}
