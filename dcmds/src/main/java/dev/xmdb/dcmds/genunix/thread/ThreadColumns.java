package dev.xmdb.dcmds.genunix.thread;

import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.TextFormat;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.thread.KernelThread;
import dev.xmdb.target.guest.solaris.thread.ThreadState;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * A set of columns of {@code ::thread}.
 *
 * @param letter the option that asks for it
 * @param format how its values are laid out
 * @param headerFormat how its headers are laid out
 * @param headers its headers
 * @param values its values of a thread
 */
record ThreadColumns(
        char letter,
        TextFormat format,
        TextFormat headerFormat,
        List<String> headers,
        BiFunction<KernelThread, Layout, List<Value>> values) {
    /** Stands where there is no address. */
    static final String NONE = "n/a";

    /** To whom a thread belongs. */
    private static final ThreadColumns PROCESS = of(
            'p',
            " %?p %?p %?p",
            " %?s %?s %?s",
            List.of("PROC", "LWP", "CRED"),
            (thread, layout) ->
                    List.of(address(thread.process()), address(thread.lwp()), address(thread.credentials())));

    /** What it does; printed when nothing else is asked for. */
    static final ThreadColumns STATE = of(
            'i',
            " %-8s %4x %4x %4x %5d %5d %3d %?s",
            " %8s %4s %4s %4s %5s %5s %3s %?s",
            List.of("STATE", "FLG", "PFLG", "SFLG", "PRI", "EPRI", "PIL", "INTR"),
            (thread, layout) -> List.of(
                    new Value.Text(ThreadState.text(thread.state())),
                    address(thread.flags()),
                    address(thread.processFlags()),
                    address(thread.scheduleFlags()),
                    new Value.Quantity(thread.priority()),
                    new Value.Quantity(thread.inheritedPriority()),
                    new Value.Quantity(thread.interruptLevel()),
                    thread.interrupted() == 0 ? new Value.Text(NONE) : address(thread.interrupted())));

    /** What it waits for. */
    private static final ThreadColumns BLOCKING = of(
            'b',
            " %?p %?p %?p %11.11s",
            " %?s %?s %?s %11s",
            List.of("WCHAN", "TS", "PITS", "SOBJ OPS"),
            (thread, layout) -> List.of(
                    address(thread.waitChannel()),
                    address(thread.turnstile()),
                    address(thread.inheritedFrom()),
                    new Value.SymbolRef(thread.syncOperations(), layout.symbol(thread.syncOperations()))));

    /** Its signals. */
    private static final ThreadColumns SIGNALS = of(
            's',
            " %?p %016x %016x",
            " %?s %16s %16s",
            List.of("SIGQUEUE", "SIG PEND", "SIG HELD"),
            (thread, layout) -> List.of(
                    address(thread.signalQueue()), address(thread.pendingSignals()), address(thread.heldSignals())));

    /** How it is dispatched. */
    private static final ThreadColumns DISPATCHING = of(
            'd',
            " %?x %5d %2d",
            " %?s %5s %2s",
            List.of("DISPTIME", "BOUND", "PR"),
            (thread, layout) -> List.of(
                    address(thread.dispatchTime()),
                    new Value.Quantity(thread.boundTo()),
                    new Value.Quantity(thread.preemptionForbidden())));

    /** Every set, in the order in which they are printed. */
    static final List<ThreadColumns> ALL = List.of(PROCESS, STATE, BLOCKING, SIGNALS, DISPATCHING);

    private static ThreadColumns of(
            char letter,
            String format,
            String headerFormat,
            List<String> headers,
            BiFunction<KernelThread, Layout, List<Value>> values) {
        return new ThreadColumns(letter, TextFormat.of(format), TextFormat.of(headerFormat), headers, values);
    }

    private static Value address(long value) {
        return new Value.Address(value);
    }

    /** Its part of the header. */
    String header(Layout layout) {
        return headerFormat.format(
                layout, headers.stream().<Value>map(Value.Text::new).toList());
    }

    /** JSON keys of its values. */
    List<String> names() {
        return headers.stream()
                .map(header -> header.toLowerCase(Locale.ROOT).replace(' ', '_'))
                .toList();
    }

    /** Its values of a thread. */
    List<Value> values(KernelThread thread, Layout layout) {
        return values.apply(thread, layout);
    }
}
