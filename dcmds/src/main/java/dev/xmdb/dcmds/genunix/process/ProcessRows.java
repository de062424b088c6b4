package dev.xmdb.dcmds.genunix.process;

import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Line;
import dev.xmdb.engine.output.TextFormat;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.process.KernelProcess;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Processes as the rows of {@code ::ps}. */
final class ProcessRows {
    private static final TextFormat HEADER_END = TextFormat.of("%6s %10s %?s %s");

    private final Invocation in;
    private final boolean task;
    private final boolean project;
    private final boolean zone;
    private final boolean arguments;
    private final Line line;
    private @Nullable String fault;

    private ProcessRows(Invocation in, boolean task, boolean project, boolean zone, boolean arguments) {
        this.in = in;
        this.task = task;
        this.project = project;
        this.zone = zone;
        this.arguments = arguments;
        String format = "%s %6d %6d %6d %6d ";
        var names = new ArrayList<>(List.of("s", "pid", "ppid", "pgid", "sid"));
        for (String name : optional()) {
            format += "%5d ";
            names.add(name.toLowerCase(Locale.ROOT));
        }
        format += "%6d 0x%08x %0?p %s";
        names.addAll(List.of("uid", "flags", "addr", "name"));
        this.line = Line.of(format, names.toArray(String[]::new)).pipes("addr");
    }

    /** Rows with what {@code ::ps} was asked for. */
    static ProcessRows asked(Invocation in) {
        return new ProcessRows(in, in.has('T'), in.has('P'), in.has('z'), in.has('f'));
    }

    /** Rows of the usual columns. */
    static ProcessRows usual(Invocation in) {
        return new ProcessRows(in, false, false, false, false);
    }

    private List<String> optional() {
        List<String> names = new ArrayList<>();
        if (task) {
            names.add("TASK");
        }
        if (project) {
            names.add("PROJ");
        }
        if (zone) {
            names.add("ZONE");
        }
        return names;
    }

    /** Emits the header, where one belongs. */
    void header() {
        if (in.isPipeOutput() || (in.isLoop() && !in.isLoopFirst())) {
            return;
        }
        Layout layout = in.out().layout();
        var text =
                new StringBuilder(String.format(Locale.ROOT, "%s %6s %6s %6s %6s ", "S", "PID", "PPID", "PGID", "SID"));
        optional().forEach(name -> text.append(String.format(Locale.ROOT, "%5s ", name)));
        text.append(HEADER_END.format(
                layout,
                List.of(
                        new Value.Text("UID"),
                        new Value.Text("FLAGS"),
                        new Value.Text("ADDR"),
                        new Value.Text("NAME"))));
        in.out().emit(new Emission.Header(text.toString()));
    }

    /**
     * Emits a process; what cannot be read of it is left out, and a message says why.
     *
     * @return whether everything could be read
     */
    boolean emit(KernelProcess process) {
        fault = null;
        List<Value> values = new ArrayList<>();
        values.add(state(process));
        values.add(number(process::pid));
        values.add(number(process::parentPid));
        values.add(number(process::group));
        values.add(number(process::session));
        if (task) {
            values.add(number(process::task));
        }
        if (project) {
            values.add(number(process::project));
        }
        if (zone) {
            values.add(number(process::zone));
        }
        values.add(number(process::user));
        values.add(address(process::flags));
        values.add(new Value.Address(process.address()));
        values.add(name(process));
        in.out().line(line, values.toArray(Value[]::new));
        if (fault != null) {
            in.warn("failed to read all of proc at " + Long.toHexString(process.address()) + ": " + fault);
        }
        return fault == null;
    }

    private Value state(KernelProcess process) {
        try {
            return new Value.Text(String.valueOf(process.state()));
        } catch (MemoryFaultException lost) {
            return lost(lost);
        }
    }

    private Value name(KernelProcess process) {
        try {
            return new Value.Text(SingleLine.of(arguments ? process.arguments() : process.command()));
        } catch (MemoryFaultException lost) {
            return lost(lost);
        }
    }

    private Value number(LongSupplier read) {
        try {
            return new Value.Quantity(read.getAsLong());
        } catch (MemoryFaultException lost) {
            return lost(lost);
        }
    }

    private Value address(LongSupplier read) {
        try {
            return new Value.Address(read.getAsLong());
        } catch (MemoryFaultException lost) {
            return lost(lost);
        }
    }

    private Value lost(MemoryFaultException lost) {
        fault = lost.getMessage();
        return new Value.Absent();
    }
}
