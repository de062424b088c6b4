package dev.xmdb.engine;

/**
 * One option of a dcmd.
 *
 * @param letter the letter after the dash
 * @param kind what follows it
 * @param argument name of its argument in the synopsis; empty for a flag
 * @param help what it does, one sentence
 */
public record OptionSpec(char letter, Kind kind, String argument, String help) {

    /** What follows an option letter. */
    public enum Kind {
        /** Nothing. */
        FLAG,
        /** A number in the session's radix, or an immediate. */
        NUMBER,
        /** A word. */
        STRING
    }

    /** An option without an argument. */
    public static OptionSpec flag(char letter, String help) {
        return new OptionSpec(letter, Kind.FLAG, "", help);
    }

    /** An option with a number. */
    public static OptionSpec number(char letter, String argument, String help) {
        return new OptionSpec(letter, Kind.NUMBER, argument, help);
    }

    /** An option with a word. */
    public static OptionSpec string(char letter, String argument, String help) {
        return new OptionSpec(letter, Kind.STRING, argument, help);
    }
}
