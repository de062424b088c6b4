package dev.xmdb.engine;

import java.util.Optional;

/** A lazy sequence of addresses. */
public interface Walker {

    /** The name that {@code ::walk} takes. */
    String name();

    /** One line for {@code ::walkers}. */
    String summary();

    /** Whether it takes a starting address. */
    AddressUse address();

    /** The kind of guest that has what it walks; empty when any has. */
    default Optional<String> guest() {
        return Optional.empty();
    }

    /**
     * The walker whose values this one begins at when it is given no address: it is walked once from each of them. Empty for one that
     * stands by itself. A layered walker takes a starting address.
     */
    default Optional<String> layeredOn() {
        return Optional.empty();
    }

    /**
     * Walks. Guest lists are cyclic and corrupt by assumption: an implementation bounds its steps and detects cycles itself.
     *
     * @param walk what to walk and where the addresses go
     * @throws DcmdException when the walk cannot go on; what was delivered stands
     */
    void walk(Walk walk);
}
