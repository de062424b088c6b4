package dev.xmdb.dcmds.genunix.timer;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.timer.Callout;
import dev.xmdb.target.guest.solaris.timer.CalloutList;
import dev.xmdb.target.guest.solaris.timer.CalloutTable;
import dev.xmdb.target.guest.solaris.timer.Callouts;
import java.util.OptionalLong;

/**
 * Which callouts {@code ::callout} is asked for.
 *
 * @param in its run, whose flags choose
 * @param sequence the CPU's sequence number
 * @param at when they are due
 * @param after not before when they are due
 * @param before not after when they are due
 * @param function what is called
 * @param argument with what
 */
record CalloutFilter(
        Invocation in,
        OptionalLong sequence,
        OptionalLong at,
        OptionalLong after,
        OptionalLong before,
        OptionalLong function,
        OptionalLong argument) {

    /** Declares the options. */
    static DcmdSpec.Builder declare(DcmdSpec.Builder spec) {
        return spec.option(OptionSpec.flag('r', "only those that the clock calls (realtime)"))
                .option(OptionSpec.flag('n', "only those that a task queue calls (normal)"))
                .option(OptionSpec.flag('s', "only those with short-term ids"))
                .option(OptionSpec.flag('l', "only those with long-term ids"))
                .option(OptionSpec.flag('x', "only those that run now"))
                .option(OptionSpec.flag('h', "only those that move with the time of day"))
                .option(OptionSpec.flag('B', "only those with an absolute time"))
                .option(OptionSpec.flag('H', "only those in the heap"))
                .option(OptionSpec.flag('Q', "only those in the overflow queue"))
                .option(OptionSpec.flag('d', "times of -t, -a and -b count from now"))
                .option(OptionSpec.flag('k', "times of -t, -a and -b are in clock ticks"))
                .option(OptionSpec.number('t', "nsec", "only those due at this time"))
                .option(OptionSpec.number('a', "nsec", "only those due at this time or after"))
                .option(OptionSpec.number('b', "nsec", "only those due at this time or before"))
                .option(OptionSpec.number('S', "seqid", "only those of the CPU with this sequence number"))
                .option(OptionSpec.number('C', "cpu", "only those of the CPU whose cpu_t is there"))
                .option(OptionSpec.string('f', "func", "only those that call this function, a name or an address"))
                .option(OptionSpec.string('p', "arg", "only those with this argument, a name or a value"));
    }

    /**
     * Reads the options.
     *
     * @throws DcmdException when two of them contradict each other
     */
    static CalloutFilter of(Invocation in, SolarisGuest kernel, Callouts callouts) {
        boolean cpu = in.number('C').isPresent();
        if (in.hasAddress() && (cpu || in.number('S').isPresent())) {
            throw new DcmdException((cpu ? "-C" : "-S") + " option conflicts with explicit address");
        }
        if (cpu && in.number('S').isPresent()) {
            throw new DcmdException("-C and -S are mutually exclusive");
        }
        if (in.has('H') && in.has('Q')) {
            throw new DcmdException("-H and -Q are mutually exclusive");
        }
        OptionalLong after = time(in, callouts, 'a');
        OptionalLong before = time(in, callouts, 'b');
        if (in.number('t').isPresent() && (after.isPresent() || before.isPresent())) {
            throw new DcmdException("-t and -a|b are mutually exclusive");
        }
        if (after.isPresent() && before.isPresent() && before.getAsLong() <= after.getAsLong()) {
            throw new DcmdException("value for -a must be earlier than the value for -b.");
        }
        OptionalLong sequence = cpu
                ? OptionalLong.of(kernel.types()
                        .layout("cpu_t")
                        .at(kernel.memory(), in.number('C').getAsLong())
                        .number("cpu_seqid"))
                : in.number('S');
        return new CalloutFilter(in, sequence, time(in, callouts, 't'), after, before, value(in, 'f'), value(in, 'p'));
    }

    private static OptionalLong time(Invocation in, Callouts callouts, char option) {
        OptionalLong given = in.number(option);
        if (given.isEmpty()) {
            return given;
        }
        long unit = in.has('k') ? callouts.nanosecondsPerTick() : 1;
        return OptionalLong.of(given.getAsLong() * unit + (in.has('d') ? now(callouts) : 0));
    }

    /** The time since the kernel was started. */
    static long now(Callouts callouts) {
        return callouts.now().orElseThrow(() -> new DcmdException("Could not determine current system time"));
    }

    private static OptionalLong value(Invocation in, char option) {
        return in.string(option)
                .map(text -> OptionalLong.of(in.session().evaluate(text, in.address())))
                .orElse(OptionalLong.empty());
    }

    /** Of two flags of which each leaves one kind, whether that of {@code own} is wanted: both together leave both. */
    private boolean leaves(char own, char other) {
        return in.has(own) || !in.has(other);
    }

    boolean wants(CalloutTable table) {
        return (in.has('E') || in.has('F') || table.heap() != 0)
                && (sequence.isEmpty() || sequence.getAsLong() == table.sequence())
                && (in.hasAddress() || (table.normal() ? leaves('n', 'r') : leaves('r', 'n')));
    }

    boolean wants(CalloutList list) {
        boolean kind = (in.has('h') && in.has('B'))
                ? list.timeOfDay() || list.absolute()
                : (!in.has('h') || list.timeOfDay()) && (!in.has('B') || list.absolute());
        return kind
                && (!in.has('H') || list.inHeap())
                && (!in.has('Q') || list.inQueue())
                && (at.isEmpty() || at.getAsLong() == list.expiration())
                && (after.isEmpty() || list.expiration() >= after.getAsLong())
                && (before.isEmpty() || list.expiration() <= before.getAsLong());
    }

    boolean wants(Callout callout) {
        return (function.isEmpty() || function.getAsLong() == callout.function())
                && (argument.isEmpty() || argument.getAsLong() == callout.argument())
                && (callout.longTerm() ? leaves('l', 's') : leaves('s', 'l'))
                && (!in.has('x') || callout.executing());
    }
}
