package dev.xmdb.target.types;

import java.util.Locale;

/** The families of C types whose names stand in a name space of their own. */
public enum Tag {
    /** {@code struct}. */
    STRUCT,
    /** {@code union}. */
    UNION,
    /** {@code enum}. */
    ENUM;

    /** The keyword. */
    public String keyword() {
        return name().toLowerCase(Locale.ROOT);
    }
}
