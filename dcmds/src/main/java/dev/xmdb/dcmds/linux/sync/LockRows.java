package dev.xmdb.dcmds.linux.sync;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.dcmds.StackListing;
import dev.xmdb.dcmds.linux.task.Tasks;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.sync.KernelLock;
import dev.xmdb.target.guest.linux.sync.LockWaiter;
import dev.xmdb.target.guest.linux.sync.WaitKind;
import dev.xmdb.target.guest.linux.thread.TaskStacks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Locks as lines: one for the lock, then its owner and its waiters. */
final class LockRows {
    private static final String FORMAT = "%16s %-7s %16s %4s %3s %-8s %s";
    private static final String INDENT = " ".repeat(24);

    private final Invocation in;
    private final LinuxGuest guest;
    private final Tasks tasks;

    LockRows(Invocation in, LinuxGuest guest, Tasks tasks) {
        this.in = in;
        this.guest = guest;
        this.tasks = tasks;
    }

    void header() {
        if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            in.out()
                    .emit(new Emission.Header(String.format(
                            Locale.ROOT, FORMAT, "ADDR", "KIND", "OWNER/COUNT", "WTRS", "CPU", "NOTE", "LOCK")));
        }
    }

    void emit(KernelLock lock, boolean stacks) {
        @Nullable String symbol = in.session().layout().symbol(lock.address());
        var text = new ArrayList<String>();
        text.add(String.format(
                        Locale.ROOT,
                        FORMAT,
                        String.format(Locale.ROOT, "%016x", lock.address()),
                        lock.kind().word(),
                        holder(lock),
                        lock.waiters().size(),
                        lock.spinner() < 0 ? "-" : lock.spinner(),
                        note(lock),
                        symbol == null ? "-" : SingleLine.of(symbol))
                .stripTrailing());
        if (lock.owner() != 0) {
            text.add(INDENT + "held by " + named(lock.owner()));
            if (stacks) {
                stack(lock.owner()).forEach(frame -> text.add(INDENT + "  " + frame));
            }
        } else if (lock.lastHolder() != 0) {
            text.add(INDENT + "last got by " + named(lock.lastHolder()));
        }
        for (LockWaiter waiter : lock.waiters()) {
            text.add(INDENT + (waiter.writes() ? "    (W) " : "    (R) ") + named(waiter.task()));
        }
        Value none = new Value.Absent();
        in.out()
                .emit(new Fields()
                        .add("addr", new Value.SymbolRef(lock.address(), symbol))
                        .text("kind", lock.kind().word())
                        .address("word", lock.word())
                        .texts("flags", lock.flags())
                        .add("owner", lock.owner() == 0 ? none : new Value.Address(lock.owner()))
                        .text("owner_count", holder(lock))
                        .truth("held", lock.held())
                        .quantity("readers", lock.readers())
                        .quantity("wtrs", lock.waiters().size())
                        .add("note", note(lock).equals("-") ? none : new Value.Text(note(lock)))
                        .add("lock", symbol == null ? none : new Value.Text(symbol))
                        .add("last_holder", lock.lastHolder() == 0 ? none : new Value.Address(lock.lastHolder()))
                        .add(
                                "waiters",
                                new Value.Many(lock.waiters().stream()
                                        .<Value>map(waiter -> new Value.Address(waiter.task()))
                                        .toList()))
                        .texts(
                                "wants",
                                lock.waiters().stream()
                                        .map(waiter -> waiter.writes() ? "write" : "read")
                                        .toList())
                        .add("cpu", lock.spinner() < 0 ? none : new Value.Quantity(lock.spinner()))
                        .truth("deadlock", lock.deadlocked())
                        .row(String.join("\n", text), lock.address()));
    }

    private String named(long task) {
        return String.format(Locale.ROOT, "%016x %s %s", task, tasks.pid(task), tasks.name(task));
    }

    private List<String> stack(long owner) {
        return tasks.find(owner)
                .map(task -> TaskStacks.of(guest, in.target().vcpus()).of(task))
                .map(stack -> stack.frames().isEmpty()
                        ? List.of(stack.reason())
                        : new StackListing(in.out().layout(), guest, StackListing.Style.plain(0)).lines(stack.frames()))
                .orElse(List.of());
    }

    private static String holder(KernelLock lock) {
        if (lock.owner() != 0) {
            return Long.toHexString(lock.owner());
        }
        if (lock.kind() == WaitKind.SEMAPHORE) {
            return "COUNT=" + Integer.toUnsignedLong((int) lock.word());
        }
        if (lock.readers() != 0) {
            return "READERS=" + Long.toUnsignedString(lock.readers());
        }
        return lock.held() ? "yes" : "-";
    }

    private static String note(KernelLock lock) {
        if (lock.deadlocked()) {
            return "deadlock";
        }
        return lock.owner() == 0 || lock.ownerExists() ? "-" : "no owner";
    }
}
