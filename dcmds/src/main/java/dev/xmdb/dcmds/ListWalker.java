package dev.xmdb.dcmds;

import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A walker over something of a Solaris kernel's, as data. When what it walks breaks off, it says why after it has delivered what there
 * was.
 *
 * @param name what {@code ::walk} takes
 * @param summary one line
 * @param address whether it takes a starting address
 * @param body delivers addresses, and gives the reason why they break off
 */
public record ListWalker(
        String name, String summary, AddressUse address, BiFunction<SolarisGuest, Walk, Optional<String>> body)
        implements Walker {
    @Override
    public Optional<String> guest() {
        return Optional.of(SolarisGuest.KIND);
    }

    @Override
    public void walk(Walk walk) {
        body.apply(SolarisKernel.of(walk.target()), walk).ifPresent(walk::warn);
    }
}
