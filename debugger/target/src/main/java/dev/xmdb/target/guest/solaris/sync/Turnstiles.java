package dev.xmdb.target.guest.solaris.sync;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.work.Effort;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the turnstiles on which threads wait: through the kernel's hash table, and through the waiting threads themselves, so that a
 * damaged chain hides none.
 */
public final class Turnstiles {
    private static final int MOST_CHAINS = 1 << 16;
    private static final int MOST_TURNSTILES = 1 << 20;

    private final SolarisGuest kernel;
    private final SyncObjects objects;

    /** Of a kernel. */
    public Turnstiles(SolarisGuest kernel) {
        this.kernel = kernel;
        this.objects = SyncObjects.of(kernel);
    }

    /**
     * Turnstiles.
     *
     * @param addresses where they are: those in the hash table chain by chain, then those that only threads lead to
     * @param fault why there may be more of them, one sentence; empty when the way to them is sound
     */
    public record Found(List<Long> addresses, Optional<String> fault) {}

    /**
     * Finds them.
     *
     * @param effort what to report to
     */
    public Found find(Effort effort) {
        Set<Long> addresses = new LinkedHashSet<>();
        Optional<Symbol> table = kernel.symbols().merged().named("turnstile_table");
        Optional<String> fault = table.flatMap(symbol -> readTable(symbol, addresses));
        Sleepers.Found sleepers = Sleepers.of(kernel).find(effort);
        sleepers.all().stream()
                .filter(sleeper -> sleeper.kind().onTurnstile() && sleeper.turnstile() != 0)
                .forEach(sleeper -> addresses.add(sleeper.turnstile()));
        return new Found(List.copyOf(addresses), fault.or(sleepers::fault));
    }

    private Optional<String> readTable(Symbol table, Set<Long> addresses) {
        StructLayout head = kernel.types().layout("turnstile_chain_t");
        long chains = head.size() == 0 ? 0 : Math.min(table.size() / head.size(), MOST_CHAINS);
        var chain = new Chain(
                "turnstiles of a hash chain", at -> objects.turnstile(at).next(), MOST_TURNSTILES);
        Optional<String> fault = Optional.empty();
        for (long i = 0; i < chains; i++) {
            long first =
                    head.at(kernel.memory(), table.value() + i * head.size()).number("tc_first");
            Chain.End end = chain.follow(first, at -> {
                addresses.add(at);
                return true;
            });
            fault = fault.or(() -> Optional.ofNullable(end.fault()));
        }
        return fault;
    }
}
