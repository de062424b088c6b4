package dev.xmdb.dcmds.genunix.kmem;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.symbols.Symbol;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which records somebody wants to see: those of a caller, a thread, a time.
 *
 * @param caller a range of program counters that the stack has to go through
 * @param thread the thread that it has to be
 * @param earliest no earlier
 * @param latest no later
 */
public record BufctlFilter(Optional<Range> caller, OptionalLong thread, OptionalLong earliest, OptionalLong latest) {

    /**
     * Some addresses.
     *
     * @param start the first one
     * @param size how many
     */
    public record Range(long start, long size) {
        boolean contains(long address) {
            return Long.compareUnsigned(address - start, size) < 0;
        }
    }

    /** What the options {@code -c}, {@code -t}, {@code -e} and {@code -l} of a command say. */
    public static BufctlFilter of(Invocation in, SolarisGuest guest) {
        return new BufctlFilter(
                in.string('c').map(text -> range(in, guest, text)), in.number('t'), in.number('e'), in.number('l'));
    }

    /** A function's name stands for all of it, anything else for one address. */
    private static Range range(Invocation in, SolarisGuest guest, String text) {
        Optional<Symbol> function = guest.symbols().merged().named(text);
        if (function.isPresent()) {
            return new Range(function.get().value(), Math.max(1, function.get().size()));
        }
        try {
            return new Range(in.session().evaluate(text, in.address()), 1);
        } catch (DcmdException unknown) {
            throw new DcmdException("could not find function " + text + ": " + unknown.getMessage());
        }
    }

    /** Whether a record is one of them. */
    public boolean accepts(long recordThread, long timestamp, List<Long> stack) {
        return (thread.isEmpty() || thread.getAsLong() == recordThread)
                && (earliest.isEmpty() || timestamp >= earliest.getAsLong())
                && (latest.isEmpty() || timestamp <= latest.getAsLong())
                && (caller.isEmpty() || stack.stream().anyMatch(caller.get()::contains));
    }
}
