package dev.xmdb.dcmds.genunix.sync;

import dev.xmdb.dcmds.DeadlockRow;
import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.sync.HeldLock;
import dev.xmdb.target.guest.solaris.sync.LockSurvey;
import dev.xmdb.target.guest.solaris.sync.LockWaiter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code ::locks}. */
final class LocksDcmd {
    static final Dcmd DCMD = new Declared(
            DcmdSpec.named("locks")
                    .summary("find who holds and who waits for locks, and deadlocks")
                    .address(AddressUse.OPTIONAL)
                    .guest(SolarisGuest.KIND)
                    .option(OptionSpec.flag('d', "only locks that are part of a deadlock"))
                    .option(OptionSpec.flag('v', "also where the owner of each lock is"))
                    .description(
                            "Prints every lock that a thread waits for or a CPU spins for, and those that a sleeping thread holds, as far as "
                                    + "they are among the kernel's variables or in structures that the thread's functions were called "
                                    + "with. WTRS counts the threads that sleep until they get it, CPUS names the vCPUs that spin; the "
                                    + "threads are listed below the lock: (W) wants it for itself, (R) to read.\n\nThreads that wait in a "
                                    + "circle never wake up: their locks are marked \"deadlock\", and each circle is printed at the end as "
                                    + "thread -> lock -> thread, where a thread waits for the lock after it and the next one holds "
                                    + "that.\n\nWith an address, only the lock there.")
                    .example("::locks", "prints the locks that matter")
                    .example("::locks -d | ::mutex", "prints the mutexes of deadlocks")
                    .build(),
            LocksDcmd::run);

    private LocksDcmd() {}

    private static Status run(Invocation in) {
        SolarisGuest kernel = SolarisKernel.of(in.target());
        LockSurvey.Found found =
                in.loopState(LockSurvey.Found.class, () -> LockSurvey.of(kernel, in.target(), in.effort()));
        var threads = new ThreadText(in, kernel);
        int digits = in.session().layout().pointerDigits();
        if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            in.out()
                    .emit(new Emission.Header(
                            line(digits, "ADDR", "KIND", "OWNER/COUNT", "WTRS", "CPUS", "NOTE", "LOCK")));
        }
        for (HeldLock lock : found.locks()) {
            in.checkInterrupted();
            if ((!in.hasAddress() || lock.address() == in.address()) && (!in.has('d') || lock.deadlocked())) {
                in.out().emit(row(in, lock, threads, digits));
            }
        }
        if (!in.isPipeOutput() && !in.hasAddress()) {
            found.deadlocks().forEach(deadlock -> in.out().emit(DeadlockRow.of(deadlock, "threads")));
        }
        found.faults().forEach(in::warn);
        return found.faults().isEmpty() ? Status.OK : Status.ERROR;
    }

    private static String line(
            int digits,
            String address,
            String kind,
            String holder,
            String waiters,
            String cpus,
            String note,
            String lock) {
        String format = "%" + digits + "s %-6s %16s %4s %4s %-8s %s";
        return String.format(Locale.ROOT, format, address, kind, holder, waiters, cpus, note, lock);
    }

    private static Emission.Row row(Invocation in, HeldLock lock, ThreadText threads, int digits) {
        @Nullable String symbol = in.session().layout().symbol(lock.address());
        String cpus = lock.spinning().stream().map(String::valueOf).collect(Collectors.joining(","));
        var text = new ArrayList<String>();
        text.add(line(
                        digits,
                        String.format(Locale.ROOT, "%0" + digits + "x", lock.address()),
                        lock.kind().word(),
                        holder(lock),
                        String.valueOf(lock.waiters().size()),
                        cpus.isEmpty() ? "-" : cpus,
                        note(lock),
                        symbol == null ? "-" : SingleLine.of(symbol))
                .stripTrailing());
        String indent = " ".repeat(digits + 8);
        if (lock.owner() != 0) {
            text.add(indent + "held by " + threads.named(lock.owner()));
            if (in.has('v')) {
                threads.stack(lock.owner()).forEach(frame -> text.add(indent + "  " + frame));
            }
        }
        for (LockWaiter waiter : lock.waiters()) {
            text.add(indent + (waiter.writes() ? "    (W) " : "    (R) ") + threads.named(waiter.thread()));
        }
        var fields = new Fields();
        if (lock.owner() != 0 && in.has('v')) {
            fields.texts("owner_stack", threads.stack(lock.owner()));
        }
        return fields.add("addr", new Value.SymbolRef(lock.address(), symbol))
                .text("kind", lock.kind().word())
                .add("owner", lock.owner() == 0 ? new Value.Absent() : new Value.Address(lock.owner()))
                .text("owner_count", holder(lock))
                .truth("held", lock.held())
                .quantity("readers", lock.readers())
                .quantity("wtrs", lock.waiters().size())
                .add("note", note(lock).equals("-") ? new Value.Absent() : new Value.Text(note(lock)))
                .add("lock", symbol == null ? new Value.Absent() : new Value.Text(symbol))
                .add("waiters", new Value.Many(addresses(lock.waiters())))
                .texts(
                        "wants",
                        lock.waiters().stream()
                                .map(waiter -> waiter.writes() ? "write" : "read")
                                .toList())
                .add(
                        "cpus",
                        new Value.Many(lock.spinning().stream()
                                .<Value>map(Value.Quantity::new)
                                .toList()))
                .truth("deadlock", lock.deadlocked())
                .row(String.join("\n", text), lock.address());
    }

    private static List<Value> addresses(List<LockWaiter> waiters) {
        return waiters.stream()
                .<Value>map(waiter -> new Value.Address(waiter.thread()))
                .toList();
    }

    private static String holder(HeldLock lock) {
        if (lock.owner() != 0) {
            return Long.toHexString(lock.owner());
        }
        if (lock.readers() != 0) {
            return "READERS=" + Long.toUnsignedString(lock.readers());
        }
        return lock.held() ? "yes" : "-";
    }

    private static String note(HeldLock lock) {
        if (lock.deadlocked()) {
            return "deadlock";
        }
        return lock.owner() == 0 || lock.ownerExists() ? "-" : "no owner";
    }
}
