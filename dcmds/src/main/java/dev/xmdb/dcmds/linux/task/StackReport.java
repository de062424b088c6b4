package dev.xmdb.dcmds.linux.task;

import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.StackListing;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.guest.linux.thread.TaskStack;
import dev.xmdb.target.guest.linux.thread.TaskStacks;
import dev.xmdb.target.stack.StackFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** A task's stack as {@code ::findstack} prints it. */
final class StackReport {
    private final LinuxGuest guest;
    private final TaskStacks stacks;
    private final Layout layout;
    private final OptionalLong schedulerStart;
    private final OptionalLong schedulerEnd;

    private StackReport(Invocation in) {
        this.guest = LinuxKernel.of(in.target());
        this.stacks = TaskStacks.of(guest, in.target().vcpus());
        this.layout = in.out().layout();
        this.schedulerStart = guest.kallsyms().valueOf("__sched_text_start");
        this.schedulerEnd = guest.kallsyms().valueOf("__sched_text_end");
    }

    /** For a command; the same one for all runs of a loop. */
    static StackReport of(Invocation in) {
        return in.loopState(StackReport.class, () -> new StackReport(in));
    }

    TaskStacks stacks() {
        return stacks;
    }

    /**
     * A stack as lines.
     *
     * @param verbose with stack pointers, saved registers, what it was followed from and why it ends
     * @param kernelForm with functions named as the kernel itself does
     */
    List<String> lines(LinuxTask task, TaskStack stack, boolean verbose, boolean kernelForm) {
        var style = (verbose ? StackListing.Style.withFramePointers(0).withRegisters() : StackListing.Style.plain(0))
                .inKernelForm(kernelForm);
        var listing = new StackListing(layout, guest, style);
        String address = Long.toHexString(task.address());
        List<String> lines = new ArrayList<>();
        if (stack.frames().isEmpty()) {
            if (stack.sound()) {
                lines.add("thread " + address + ": " + stack.reason());
                lines.addAll(listing.userLines(stack.unwind().user()));
            }
            return lines;
        }
        lines.add("stack pointer for thread " + address + ": " + Long.toHexString(stack.sp()));
        if (verbose) {
            stack.vcpu().ifPresent(vcpu -> lines.add("running: from the registers of vCPU " + vcpu.index()));
        }
        lines.add(String.format(Locale.ROOT, "[ %016x %s ]", stack.sp(), first(stack, kernelForm)));
        listing.lines(stack.frames()).stream().skip(1).forEach(line -> lines.add("  " + line));
        if (verbose && stack.sound()) {
            lines.add("  <" + stack.reason() + ">");
            listing.userLines(stack.unwind().user()).forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    private String first(TaskStack stack, boolean kernelForm) {
        StackFrame first = stack.frames().getFirst();
        return kernelForm ? guest.kernelForm(first.pc(), first.afterCall()) : StackListing.label(layout, first) + "()";
    }

    /** Why a stack is not whole; empty when it is. */
    static Optional<String> failure(LinuxTask task, TaskStack stack) {
        if (stack.sound()) {
            return Optional.empty();
        }
        String thread = "thread " + Long.toHexString(task.address());
        return Optional.of(
                stack.frames().isEmpty()
                        ? "failed to find a stack for " + thread + ": " + stack.reason()
                        : "stack of " + thread + " ends at "
                                + Long.toHexString(stack.frames().getLast().fp()) + ": " + stack.reason());
    }

    /** Where a task is: its first frame outside the scheduler, else its innermost one. */
    Optional<StackFrame> place(TaskStack stack) {
        return stack.frames().stream()
                .filter(frame -> !inScheduler(frame.pc()))
                .findFirst()
                .or(() -> stack.frames().stream().findFirst());
    }

    /** The function that a task waits in, without the scheduler's own; {@code -} where it cannot be told. */
    String wait(TaskStack stack) {
        return stack.frames().stream()
                .filter(frame -> !inScheduler(frame.pc()))
                .findFirst()
                .flatMap(frame -> guest.symbols().at(frame.codeAddress()))
                .map(hit -> hit.name())
                .orElse("-");
    }

    private boolean inScheduler(long pc) {
        return schedulerStart.isPresent()
                && schedulerEnd.isPresent()
                && Long.compareUnsigned(pc, schedulerStart.getAsLong()) >= 0
                && Long.compareUnsigned(pc, schedulerEnd.getAsLong()) < 0;
    }
}
