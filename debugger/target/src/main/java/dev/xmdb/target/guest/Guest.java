package dev.xmdb.target.guest;

import dev.xmdb.target.symbols.Symbols;
import java.util.List;

/** The operating system in a domain, as far as it was recognised. */
public interface Guest {

    /** {@code raw}, {@code linux} or {@code solaris}. */
    String kind();

    /** One line that names what was recognised, for example the kernel's banner; empty when nothing was. May hold anything. */
    String banner();

    /** Lines that {@code ::status} prints before all others (the seed's two lines of a Solaris guest); usually none. */
    default List<String> statusLines() {
        return List.of();
    }

    /** The guest's symbols. */
    Symbols symbols();

    /** What could not be found, one sentence each. */
    List<String> degradations();
}
