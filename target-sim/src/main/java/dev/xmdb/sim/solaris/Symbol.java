package dev.xmdb.sim.solaris;

import dev.xmdb.sim.solaris.layout.TypeName;
import dev.xmdb.sim.solaris.text.Function;
import org.jspecify.annotations.Nullable;

/**
 * A symbol of a kernel module.
 *
 * @param module the module whose table it is in
 * @param va its value
 * @param size bytes
 * @param local whether it is static
 * @param type of a data object, when it is known
 * @param function the function it names, or null for a data object
 */
public record Symbol(
        String module,
        String name,
        long va,
        long size,
        boolean local,
        @Nullable TypeName type,
        @Nullable Function function) {}
