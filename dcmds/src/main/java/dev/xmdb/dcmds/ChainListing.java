package dev.xmdb.dcmds;

import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.Chain;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * The listing of the thing at an address, or of all things of a chain when no address is given. What cannot be read is told at once; the
 * rest is listed all the same, and the command fails at the end.
 */
public final class ChainListing {
    private final Invocation in;
    private boolean failed;

    /** A listing that has not failed yet. */
    public ChainListing(Invocation in) {
        this.in = in;
    }

    /** Tells what is wrong, and fails. */
    public void complain(String message) {
        in.warn(message);
        failed = true;
    }

    /**
     * Lists.
     *
     * @param show lists the thing at an address
     * @param all follows the chain; takes who receives the addresses
     */
    public Status run(LongConsumer show, Function<LongPredicate, Chain.End> all) {
        if (in.hasAddress()) {
            show.accept(in.address());
        } else {
            Chain.End end = all.apply(address -> {
                in.checkInterrupted();
                show.accept(address);
                return true;
            });
            String fault = end.fault();
            if (fault != null) {
                complain(fault);
            }
        }
        return failed ? Status.ERROR : Status.OK;
    }
}
