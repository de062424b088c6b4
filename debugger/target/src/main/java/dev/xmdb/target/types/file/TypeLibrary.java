package dev.xmdb.target.types.file;

import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import java.util.Optional;
import java.util.stream.Stream;

/** The types of a file. */
public interface TypeLibrary {

    /**
     * The types with a bare name, the one to prefer first.
     *
     * @param tag {@code struct}, {@code union} or {@code enum}; empty for everything else that has a name
     */
    Stream<Type> candidates(Optional<Tag> tag, String name);

    /** Every type that it has, also those without a name, in its order. */
    Stream<Type> all();
}
