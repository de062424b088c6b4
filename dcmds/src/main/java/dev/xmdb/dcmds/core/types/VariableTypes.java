package dev.xmdb.dcmds.core.types;

import dev.xmdb.engine.Session;
import dev.xmdb.target.types.Type;
import java.util.Optional;

/** Types by address: what is known of the variable that begins there. */
final class VariableTypes {
    private VariableTypes() {}

    /** The type of the variable at an address; empty when none begins there, or nothing is known of it. */
    static Optional<Type> find(Session session, long address) {
        return session.symbols().exactly(address).stream()
                .flatMap(symbol -> session.types().ofVariable(symbol).stream())
                .findFirst();
    }
}
