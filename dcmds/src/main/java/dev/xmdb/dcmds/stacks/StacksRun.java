package dev.xmdb.dcmds.stacks;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One run of {@code ::stacks}.
 *
 * @param <G> a group of threads
 */
public final class StacksRun<G> {
    private final Invocation in;
    private final GroupedStacks<G> stacks;
    private final int digits;

    private StacksRun(Invocation in, GroupedStacks<G> stacks) {
        this.in = in;
        this.stacks = stacks;
        this.digits = in.out().layout().pointerDigits();
    }

    /** Declares the options of the command, which are the same for every kind of guest. */
    public static DcmdSpec.Builder options(DcmdSpec.Builder spec, String all, String interesting) {
        return spec.option(OptionSpec.flag('a', all))
                .option(OptionSpec.flag('f', "gather the stacks again"))
                .option(OptionSpec.flag('i', interesting))
                .option(OptionSpec.flag('v', "say how the gathering goes"))
                .option(OptionSpec.string('c', "func", "only stacks with a call from func, or from func+offset"))
                .option(OptionSpec.string('C', "func", "only stacks without one"))
                .option(OptionSpec.string('m', "mod", "only stacks with a call from the module"))
                .option(OptionSpec.string('M', "mod", "only stacks without one"))
                .option(OptionSpec.string(
                        's', "sobj", "only threads that wait for this kind of object, or for ALL kinds"))
                .option(OptionSpec.string('S', "sobj", "only threads that do not"))
                .option(OptionSpec.string('t', "tstate", "only threads in this state"))
                .option(OptionSpec.string('T', "tstate", "only threads that are not"));
    }

    /** Prints what an invocation asks for. */
    public static <G> Status of(Invocation in, GroupedStacks<G> stacks) {
        return new StacksRun<>(in, stacks).run();
    }

    private Status run() {
        Predicate<G> filter = StackFilter.of(in, stacks);
        List<G> groups = gather();
        Set<Long> wanted =
                new HashSet<>(in.isPipeInput() ? in.piped() : in.hasAddress() ? List.of(in.address()) : List.of());
        Set<Long> seen = new HashSet<>();
        if (!in.has('a')) {
            header();
        }
        for (G group : groups) {
            in.checkInterrupted();
            List<Long> shown = stacks.threads(group);
            if (!wanted.isEmpty()) {
                List<Long> matching = shown.stream().filter(wanted::contains).toList();
                seen.addAll(matching);
                if (matching.isEmpty()) {
                    continue;
                }
                shown = in.isPipeInput() ? matching : shown;
            }
            if (filter.test(group)) {
                emit(group, shown);
            }
        }
        boolean sound = stacks.faults().isEmpty();
        stacks.faults().forEach(in::warn);
        for (long thread : wanted.stream().sorted(Long::compareUnsigned).toList()) {
            if (!seen.contains(thread)) {
                in.warn("stacks: " + Long.toHexString(thread) + " not in thread list");
                sound = false;
            }
        }
        return sound ? Status.OK : Status.ERROR;
    }

    private List<G> gather() {
        if (in.has('f') && (!in.isLoop() || in.isLoopFirst())) {
            stacks.forget();
        }
        boolean[] made = {false};
        List<G> groups = stacks.gather((what, done, total) -> {
            if (!made[0] && in.has('v')) {
                in.warn("stacks: processing kernel threads");
            }
            made[0] = true;
            in.effort().advance(what, done, total);
        });
        if (made[0] && in.has('v')) {
            int threads = groups.stream()
                    .mapToInt(group -> stacks.threads(group).size())
                    .sum();
            in.warn("stacks: " + groups.size() + " unique stacks / " + threads + " threads");
            in.warn("stacks: done");
        }
        return groups;
    }

    private void header() {
        if (!in.isPipeOutput()) {
            in.out().emit(new Emission.Header(line("THREAD", "STATE", "SOBJ", "COUNT")));
        }
    }

    private String line(String thread, String state, String object, String count) {
        return String.format(Locale.ROOT, "%-" + digits + "s %-8s %-" + digits + "s %8s", thread, state, object, count);
    }

    private void emit(G group, List<Long> shown) {
        List<Long> listed = in.has('a') ? shown : shown.subList(0, 1);
        if (in.isPipeOutput()) {
            for (long thread : listed) {
                in.out().emit(new Emission.Row(List.of(), Long.toHexString(thread), thread));
            }
            return;
        }
        if (in.has('a')) {
            header();
        }
        String state = stacks.state(group);
        String object = stacks.object(group);
        var lines = new ArrayList<String>();
        for (long thread : listed) {
            String count = lines.isEmpty() ? Integer.toString(shown.size()) : "-";
            String note = in.has('a') ? stacks.note(group, thread) : "";
            lines.add(line(Long.toHexString(thread), state, object, count) + (note.isEmpty() ? "" : " " + note));
        }
        String indent = " ".repeat(digits + 1);
        stacks.stack(group).forEach(line -> lines.add(indent + line));
        String reason = stacks.reason(group);
        List<String> notes =
                shown.stream().map(thread -> stacks.note(group, thread)).toList();
        var fields = new Fields();
        fields.address("thread", shown.getFirst())
                .text("state", state)
                .text("sobj", object)
                .quantity("count", shown.size())
                .add(
                        "threads",
                        new Value.Many(
                                shown.stream().<Value>map(Value.Address::new).toList()))
                .add("stack", stacks.functions(group));
        if (!reason.isEmpty()) {
            fields.text("reason", reason);
        }
        if (in.has('a') && notes.stream().anyMatch(note -> !note.isEmpty())) {
            fields.texts("notes", notes);
        }
        in.out().emit(fields.row(String.join("\n", lines) + "\n", shown.getFirst()));
    }
}
