package dev.xmdb.dcmds.linux.task;

import dev.xmdb.dcmds.StackListing;
import dev.xmdb.dcmds.stacks.GroupedStacks;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.Vcpu;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.module.LinuxModule;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.guest.linux.thread.TaskGroup;
import dev.xmdb.target.guest.linux.thread.TaskGroups;
import dev.xmdb.target.guest.linux.thread.TaskStack;
import dev.xmdb.target.guest.linux.thread.WaitObject;
import dev.xmdb.target.stack.StackFrame;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/** The tasks of a Linux guest as {@code ::stacks} groups them. */
final class TaskGroupStacks implements GroupedStacks<TaskGroup> {
    private static final Set<StateWord> USUAL =
            Set.of(StateWord.SLEEP, StateWord.IDLE, StateWord.PARKED, StateWord.ZOMBIE, StateWord.DEAD);

    private final LinuxGuest guest;
    private final List<Vcpu> vcpus;
    private final Layout layout;
    private final boolean kernelForm;

    TaskGroupStacks(LinuxGuest guest, List<Vcpu> vcpus, Layout layout, boolean kernelForm) {
        this.guest = guest;
        this.vcpus = vcpus;
        this.layout = layout;
        this.kernelForm = kernelForm;
    }

    private TaskGroups groups(Effort effort) {
        return TaskGroups.of(guest, vcpus, effort);
    }

    @Override
    public List<TaskGroup> gather(Effort effort) {
        return groups(effort).all();
    }

    @Override
    public void forget() {
        guest.forget(TaskGroups.class);
    }

    @Override
    public List<String> faults() {
        return groups(Effort.UNWATCHED).problems();
    }

    @Override
    public List<Long> threads(TaskGroup group) {
        return group.tasks().stream().map(LinuxTask::address).toList();
    }

    private static StateWord word(TaskGroup group) {
        return StateWord.of(group.state(), group.running());
    }

    @Override
    public String state(TaskGroup group) {
        return word(group).name();
    }

    @Override
    public String object(TaskGroup group) {
        return group.object() == WaitObject.NONE ? "<NONE>" : group.object().name();
    }

    @Override
    public String note(TaskGroup group, long thread) {
        return group.tasks().stream()
                .filter(task -> task.address() == thread)
                .findFirst()
                .map(task -> task.pid() + " " + TaskName.of(task))
                .orElse("");
    }

    @Override
    public List<String> stack(TaskGroup group) {
        TaskStack stack = group.stack();
        var lines = new ArrayList<String>();
        for (StackFrame frame : stack.frames()) {
            frame.seam().flatMap(seam -> seam.left()).ifPresent(left -> lines.add("--- <" + left + "> ---"));
            String name =
                    kernelForm ? guest.kernelForm(frame.pc(), frame.afterCall()) : StackListing.label(layout, frame);
            lines.add((frame.guessed() ? "? " : "") + name);
        }
        if (!reason(group).isEmpty()) {
            lines.add("<" + reason(group) + ">");
        }
        return lines;
    }

    @Override
    public String reason(TaskGroup group) {
        TaskStack stack = group.stack();
        return stack.sound() && !stack.frames().isEmpty() ? "" : stack.reason();
    }

    @Override
    public Value functions(TaskGroup group) {
        return StackListing.functions(layout, group.stack().frames());
    }

    @Override
    public List<Long> places(TaskGroup group) {
        return group.stack().frames().stream().map(StackFrame::pc).toList();
    }

    @Override
    public List<Long> code(TaskGroup group) {
        return group.stack().frames().stream().map(StackFrame::codeAddress).toList();
    }

    @Override
    public LongPredicate module(String name) {
        LinuxModule module = guest.modules()
                .named(name)
                .orElseThrow(() -> new DcmdException("stacks: module \"" + name + "\" is unknown"));
        return module::hasCode;
    }

    @Override
    public Predicate<TaskGroup> waitsFor(String object) {
        if (object.equalsIgnoreCase("all")) {
            return group -> group.object() != WaitObject.NONE;
        }
        WaitObject kind = WaitObject.named(object)
                .orElseThrow(() -> new DcmdException("sobj type \"" + object + "\" not recognized"));
        return group -> group.object() == kind;
    }

    @Override
    public Predicate<TaskGroup> isIn(String state) {
        if (state.equalsIgnoreCase("user")) {
            return group -> group.stack().origin() == TaskStack.Origin.USER_MODE;
        }
        StateWord.check(state);
        return group -> word(group).is(state);
    }

    @Override
    public boolean isInteresting(TaskGroup group) {
        return !USUAL.contains(word(group)) && !group.tasks().stream().allMatch(LinuxTask::idle);
    }
}
