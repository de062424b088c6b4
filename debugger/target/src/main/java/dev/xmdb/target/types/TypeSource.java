package dev.xmdb.target.types;

/** Where types are by number. */
@FunctionalInterface
public interface TypeSource {

    /** The type with a number; a {@link Type.Missing} that says why when there is none. Never fails. */
    Type type(int id);
}
