package dev.xmdb.dcmds.genunix.sync;

import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.stack.StackFrame;
import dev.xmdb.target.stack.Unwinder;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import java.util.List;
import java.util.stream.Collectors;

/** Threads as text: which command they belong to, and where they sleep. */
final class ThreadText {
    private static final int ON_CPU = 4;
    private static final int TOP_FRAMES = 8;

    private final SolarisGuest kernel;
    private final Layout layout;
    private final StructLayout thread;
    private final StructLayout process;

    ThreadText(SolarisGuest kernel, Layout layout) {
        this.kernel = kernel;
        this.layout = layout;
        this.thread = kernel.types().layout("kthread_t");
        this.process = kernel.types().layout("proc_t");
    }

    /** The command of a process; {@code ?} when it cannot be read. */
    String command(long address) {
        try {
            return SingleLine.of(process.at(kernel.memory(), address).text("p_user.u_comm"));
        } catch (MemoryFaultException unreadable) {
            return "?";
        }
    }

    /** The address of a thread and the command that it belongs to. */
    String named(long address) {
        try {
            return Long.toHexString(address) + " "
                    + command(thread.at(kernel.memory(), address).number("t_procp"));
        } catch (MemoryFaultException unreadable) {
            return Long.toHexString(address) + " ?";
        }
    }

    /** The innermost frames of a thread that is not on a CPU, one line each; else a line that says why there are none. */
    List<String> stack(long address) {
        try {
            StructView view = thread.at(kernel.memory(), address);
            if (view.number("t_state") == ON_CPU) {
                return List.of("on a CPU");
            }
            long sp = view.number("t_pcb.val[1]");
            return kernel
                    .unwinder()
                    .map(unwinder -> unwinder.unwind(Unwinder.Start.atFrame(sp)).frames())
                    .orElse(List.of())
                    .stream()
                    .limit(TOP_FRAMES)
                    .map(this::frame)
                    .toList();
        } catch (MemoryFaultException unreadable) {
            return List.of(unreadable.getMessage());
        }
    }

    private String frame(StackFrame frame) {
        return layout.label(frame.pc())
                + frame.arguments().stream().map(Long::toHexString).collect(Collectors.joining(", ", "(", ")"));
    }
}
