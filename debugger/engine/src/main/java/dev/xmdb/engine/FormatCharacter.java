package dev.xmdb.engine;

/**
 * A format character, as {@code ::formats} lists it.
 *
 * @param letter the character
 * @param kind what it does
 * @param description a few words
 * @param size bytes it consumes; 0 for none, -1 when that depends on the data
 */
public record FormatCharacter(char letter, Kind kind, String description, int size) {

    /** What a format character does. */
    public enum Kind {
        /** Prints, or moves dot. */
        READ,
        /** Writes, when it follows the verb at once. */
        WRITE,
        /** Searches, when it follows the verb at once. */
        MATCH
    }

    /** The line of {@code ::formats} for it. */
    public String describe() {
        var text = new StringBuilder().append(letter).append(" - ");
        switch (kind) {
            case WRITE -> text.append("write ");
            case MATCH -> text.append("match ");
            case READ -> {}
        }
        text.append(description);
        if (size < 0) {
            text.append(" (variable size)");
        } else if (size > 0) {
            text.append(" (").append(size).append(size == 1 ? " byte)" : " bytes)");
        }
        return text.toString();
    }
}
