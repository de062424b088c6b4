package dev.xmdb.dcmds;

import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.guest.linux.LinuxGuest;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A walker over something of a Linux kernel's, as data.
 *
 * @param name what {@code ::walk} takes
 * @param summary one line
 * @param address whether it takes a starting address
 * @param body delivers addresses, and warns of what breaks off
 */
public record LinuxWalker(String name, String summary, AddressUse address, BiConsumer<LinuxGuest, Walk> body)
        implements Walker {
    @Override
    public Optional<String> guest() {
        return Optional.of(LinuxGuest.KIND);
    }

    @Override
    public void walk(Walk walk) {
        body.accept(LinuxKernel.of(walk.target()), walk);
    }
}
