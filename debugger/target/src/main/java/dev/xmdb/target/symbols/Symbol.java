package dev.xmdb.target.symbols;

/**
 * One symbol of one object.
 *
 * @param name its name, without the object's
 * @param value its address
 * @param size bytes it covers; 0 when the table does not say
 * @param kind what it names
 * @param binding who sees it
 * @param object the module (or other object) that defines it; empty when there is only one
 * @param index its place in that object's own table, by which type data refers to it; -1 when there is none
 */
public record Symbol(String name, long value, long size, Kind kind, Binding binding, String object, int index) {

    /** What a symbol names. */
    public enum Kind {
        /** Data. */
        OBJECT,
        /** Code. */
        FUNCTION,
        /** The table does not say. */
        UNTYPED,
        /** Data that a linker has yet to place. */
        COMMON,
        /** Data of which each thread has its own. */
        THREAD_LOCAL,
        /** A section. */
        SECTION,
        /** A source file. */
        FILE,
        /** Something else that is no place of its own. */
        OTHER;

        /** Whether a value is the address of a place. */
        boolean places() {
            return switch (this) {
                case OBJECT, FUNCTION, UNTYPED, COMMON -> true;
                case THREAD_LOCAL, SECTION, FILE, OTHER -> false;
            };
        }
    }

    /** Who sees a symbol. */
    public enum Binding {
        /** Everybody. */
        GLOBAL,
        /** Everybody, unless somebody else defines the name. */
        WEAK,
        /** Its own object. */
        LOCAL
    }

    /** Whether an address may be named after it: it has a place, and is no nameless mark inside another one. */
    boolean coversAddresses() {
        return value != 0 && kind.places() && !name.isEmpty() && (binding != Binding.LOCAL || size != 0);
    }
}
