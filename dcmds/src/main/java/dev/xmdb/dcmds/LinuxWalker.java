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
 * @param layeredOn the walker whose values it begins at without an address
 * @param body delivers addresses, and warns of what breaks off
 */
public record LinuxWalker(
        String name, String summary, AddressUse address, Optional<String> layeredOn, BiConsumer<LinuxGuest, Walk> body)
        implements Walker {
    /** A walker that stands by itself. */
    public LinuxWalker(String name, String summary, AddressUse address, BiConsumer<LinuxGuest, Walk> body) {
        this(name, summary, address, Optional.empty(), body);
    }

    /** A walker that begins at an address, or at every value of another walker. */
    public static LinuxWalker layered(String below, String name, String summary, BiConsumer<LinuxGuest, Walk> body) {
        return new LinuxWalker(name, summary, AddressUse.OPTIONAL, Optional.of(below), body);
    }

    @Override
    public Optional<String> guest() {
        return Optional.of(LinuxGuest.KIND);
    }

    @Override
    public void walk(Walk walk) {
        body.accept(LinuxKernel.of(walk.target()), walk);
    }
}
