package dev.xmdb.target.guest.solaris.thread;

import dev.xmdb.target.Vcpu;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.cpu.Cpus;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.stack.StackFrame;
import dev.xmdb.target.stack.Unwinder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Finds the stacks of threads. A thread that waits saved where its stack begins; what a thread that runs once saved is stale, so that
 * its stack is the part of it that the registers of its CPU lead through. Where neither leads to the stack's end, every word of the
 * stack is tried.
 */
public final class StackFinder {
    /** A larger stack is not believed. */
    private static final long MOST_BYTES = 1 << 20;

    private static final int MOST_CANDIDATES = 1024;

    private final SolarisGuest kernel;
    private final AddressSpace memory;
    private final List<Vcpu> vcpus;

    /**
     * A finder.
     *
     * @param kernel whose threads
     * @param vcpus the registers of its CPUs
     */
    public StackFinder(SolarisGuest kernel, List<Vcpu> vcpus) {
        this.kernel = kernel;
        this.memory = kernel.memory();
        this.vcpus = vcpus;
    }

    /**
     * Finds a thread's stack.
     *
     * @throws MemoryFaultException when the thread's structure is not in memory
     */
    public ThreadStack find(KernelThread thread) {
        if ((thread.scheduleFlags() & KernelThread.LOADED) == 0) {
            return failed(thread, ThreadStack.Failure.NOT_IN_MEMORY, List.of());
        }
        long base = thread.stackBase();
        long top = thread.stackTop();
        if (Long.compareUnsigned(top, base) <= 0 || isTooBig(thread)) {
            return failed(thread, ThreadStack.Failure.CORRUPT, List.of());
        }
        if (memory.readable(base, top - base) != top - base) {
            return failed(thread, ThreadStack.Failure.CORRUPT, List.of());
        }
        OptionalLong cpu = Cpus.of(kernel).running(thread.address());
        if (cpu.isPresent()) {
            List<StackFrame> frames = running(cpu.getAsLong(), base, top);
            if (!frames.isEmpty()) {
                return onCpu(thread, frames);
            }
        }
        int word = memory.wordSize();
        // The upper end of a 64-bit stack is deliberately half a frame off.
        long end = word == Long.BYTES && top % (2L * word) != 0 ? top - word : top;
        return crawl(thread, new StackCrawl(memory, base, top - base, end));
    }

    /** Whether a thread claims more stack than any has. */
    public static boolean isTooBig(KernelThread thread) {
        return Long.compareUnsigned(thread.stackTop() - thread.stackBase(), MOST_BYTES) > 0;
    }

    /** The number of the CPU whose registers a running thread's stack begins with; empty for any other thread. */
    public OptionalLong cpuOf(ThreadStack stack) {
        return stack.origin() == ThreadStack.Origin.RUNNING
                ? Cpus.of(kernel).running(stack.thread())
                : OptionalLong.empty();
    }

    /**
     * The frames of a stack that was found, without the innermost one: what {@link ThreadStack#returns} holds, with frame pointers and
     * arguments.
     */
    public List<StackFrame> frames(ThreadStack stack, KernelThread thread) {
        if (stack.origin() == ThreadStack.Origin.RUNNING) {
            List<StackFrame> frames = running(cpuOf(stack).orElseThrow(), thread.stackBase(), thread.stackTop());
            return frames.subList(Math.min(1, frames.size()), frames.size());
        }
        return kernel.unwinder()
                .map(unwinder ->
                        unwinder.unwind(Unwinder.Start.atFrame(stack.sp())).frames())
                .orElse(List.of());
    }

    private static ThreadStack crawl(KernelThread thread, StackCrawl stack) {
        long saved = thread.savedSp();
        if (stack.reachesTop(saved)) {
            return found(thread, ThreadStack.Origin.SAVED, saved, thread.savedPc(), stack);
        }
        List<Long> whole = new ArrayList<>();
        List<ThreadStack.Candidate> others = new ArrayList<>();
        stack.search((frame, caller, levels, reachesTop) -> {
            if (reachesTop) {
                whole.add(frame);
            } else if (levels > 1 && others.size() < MOST_CANDIDATES) {
                others.add(new ThreadStack.Candidate(caller, levels));
            }
            return !reachesTop;
        });
        if (!whole.isEmpty() && stack.reachesTop(whole.getFirst())) {
            return found(thread, ThreadStack.Origin.SEARCHED, whole.getFirst(), 0, stack);
        }
        return failed(thread, ThreadStack.Failure.NOT_FOUND, others);
    }

    private List<StackFrame> running(long cpu, long base, long top) {
        if (cpu < 0 || cpu >= vcpus.size() || kernel.unwinder().isEmpty()) {
            return List.of();
        }
        var context = vcpus.get((int) cpu).registers();
        String prefix = context.wordSize() == Long.BYTES ? "r" : "e";
        var start = new Unwinder.Start(
                context.value(prefix + "ip").orElse(0),
                context.value(prefix + "sp").orElse(0),
                context.value(prefix + "bp").orElse(0));
        List<StackFrame> own = new ArrayList<>();
        for (StackFrame frame : kernel.unwinder().get().unwind(start).frames()) {
            // The registers of a user program, which begin at the very top, are the frame of the entry from it.
            boolean within = Long.compareUnsigned(frame.fp(), base) >= 0 && Long.compareUnsigned(frame.fp(), top) <= 0;
            if (within) {
                own.add(frame);
            } else if (!own.isEmpty()) {
                break;
            }
        }
        return own;
    }

    private static ThreadStack onCpu(KernelThread thread, List<StackFrame> frames) {
        List<Long> returns = frames.stream().skip(1).map(StackFrame::pc).toList();
        boolean truncated = returns.size() > ThreadStack.MOST_RETURNS;
        return new ThreadStack(
                thread.address(),
                ThreadStack.Origin.RUNNING,
                null,
                frames.getFirst().fp(),
                frames.getFirst().pc(),
                truncated ? returns.subList(0, ThreadStack.MOST_RETURNS) : returns,
                truncated,
                List.of());
    }

    private static ThreadStack found(
            KernelThread thread, ThreadStack.Origin origin, long sp, long pc, StackCrawl stack) {
        return new ThreadStack(thread.address(), origin, null, sp, pc, stack.returns(), stack.truncated(), List.of());
    }

    private static ThreadStack failed(
            KernelThread thread, ThreadStack.Failure failure, List<ThreadStack.Candidate> candidates) {
        return new ThreadStack(thread.address(), ThreadStack.Origin.SAVED, failure, 0, 0, List.of(), false, candidates);
    }
}
