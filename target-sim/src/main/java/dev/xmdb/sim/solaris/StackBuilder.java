package dev.xmdb.sim.solaris;

import dev.xmdb.sim.solaris.text.Function;
import dev.xmdb.sim.solaris.text.Function.Style;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a thread's calls on its stack: every call leaves the return address that follows the call instruction, the caller's frame
 * pointer, and the arguments where the callee's prologue saves them.
 */
public final class StackBuilder {
    private static final int WORD = Long.BYTES;
    private static final long ALIGNMENT = 16;
    private static final long FLAGS = 0x246;

    private final Kernel kernel;
    private final List<Frame> frames = new ArrayList<>();
    private Function current;
    private @Nullable List<Long> arguments;
    private long stack;
    private long frame;
    private int interrupted;

    /**
     * A frame as a debugger shows it.
     *
     * @param fp its frame pointer
     * @param pc where it goes on
     * @param arguments what it was called with, or null when the code does not tell
     */
    public record Frame(
            long fp,
            long pc,
            String function,
            int offset,
            @Nullable List<Long> arguments) {}

    private StackBuilder(Kernel kernel, String start, long top) {
        this.kernel = kernel;
        this.current = function(start);
        this.stack = top;
        this.frame = top;
    }

    /** The stack of a kernel thread below {@code top}: a frame of zeroes, then {@code thread_start}. */
    static StackBuilder ofKernelThread(Kernel kernel, long top) {
        return new StackBuilder(kernel, "thread_start", top - ALIGNMENT);
    }

    /** The stack of a process' thread in a system call: {@code top} is where its user registers begin. */
    static StackBuilder ofSystemCall(Kernel kernel, long top) {
        return new StackBuilder(kernel, "sys_syscall32", top);
    }

    private Function function(String name) {
        Function function = kernel.symbols().find(name).function();
        if (function == null) {
            throw new IllegalArgumentException(name + " is not a function");
        }
        return function;
    }

    /** Calls a function. */
    public StackBuilder call(String callee, long... values) {
        Function next = function(callee);
        int offset = current.returnOffset(callee);
        leaveAt(offset);
        push(address(current) + offset);
        push(frame);
        frame = stack;
        for (int index = 0; index < values.length; index++) {
            kernel.space().putLong(frame - (long) WORD * (index + 1), values[index]);
        }
        stack = frame - next.frame();
        current = next;
        arguments = known(next, values);
        return this;
    }

    private static @Nullable List<Long> known(Function function, long[] values) {
        if (values.length != function.arguments().size() && function.described()) {
            throw new IllegalArgumentException(function.name() + " does not take " + values.length + " arguments");
        }
        if (function.style() == Style.ASSEMBLY || function.style() == Style.BARE) {
            return null;
        }
        List<Long> list = new ArrayList<>();
        for (long value : values) {
            list.add(value);
        }
        return list;
    }

    /** An event interrupts the function: registers go on the stack, and the entry code runs. Returns their address. */
    public long interrupt() {
        int offset = current.boundary();
        leaveAt(offset);
        long pc = address(current) + offset;
        long registers = (stack & -ALIGNMENT) - kernel.layouts().size("struct regs");
        kernel.at("struct regs", registers)
                .set("r_savfp", frame)
                .set("r_savpc", pc)
                .set("r_rbp", frame)
                .set("r_rip", pc)
                .set("r_rsp", stack)
                .set("r_cs", kernel.virtualisation().kernelCode())
                .set("r_ss", kernel.virtualisation().kernelData())
                .set("r_rfl", FLAGS)
                .set("r_rax", kernel.random().nextInt(64));
        frame = registers;
        stack = registers;
        interrupted = interrupted == 0 ? frames.size() : interrupted;
        current = function("xen_callback");
        arguments = null;
        return registers;
    }

    /** Goes on with another stack, below {@code top}. */
    public StackBuilder switchTo(long top) {
        stack = top - ALIGNMENT;
        return this;
    }

    /** The frames so far, innermost first, with the current function at {@code offset} on top. */
    public List<Frame> framesAt(int offset) {
        List<Frame> all = new ArrayList<>(frames);
        all.add(new Frame(frame, address(current) + offset, current.name(), offset, arguments));
        return all.reversed();
    }

    /** The frames that called the current one, innermost first. */
    public List<Frame> callers() {
        return frames.reversed();
    }

    /** What a debugger finds from where the thread was switched out, first interrupted, or is, innermost first. */
    public List<Frame> shown() {
        return isSwitchedOut() || interrupted == 0
                ? callers()
                : frames.subList(0, interrupted).reversed();
    }

    /** Whether the thread gave up its CPU. */
    boolean isSwitchedOut() {
        return current.name().equals("swtch");
    }

    /** The frame pointer. */
    public long framePointer() {
        return frame;
    }

    /** The stack pointer. */
    public long stackPointer() {
        return stack;
    }

    /** Address of the current function. */
    long start() {
        return address(current);
    }

    /** Where the current function goes on after it calls {@code callee}. */
    public long returnAddress(String callee) {
        return address(current) + current.returnOffset(callee);
    }

    /** Where the current function can be interrupted. */
    public long boundary() {
        return address(current) + current.boundary();
    }

    private void leaveAt(int offset) {
        frames.add(new Frame(frame, address(current) + offset, current.name(), offset, arguments));
    }

    private long address(Function function) {
        return kernel.symbols().find(function.module(), function.name()).va();
    }

    private void push(long value) {
        stack -= WORD;
        kernel.space().putLong(stack, value);
    }
}
