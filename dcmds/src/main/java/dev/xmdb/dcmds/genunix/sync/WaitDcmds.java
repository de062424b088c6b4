package dev.xmdb.dcmds.genunix.sync;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.ListWalker;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.sync.LockWaiters;
import dev.xmdb.target.guest.solaris.sync.Mutex;
import dev.xmdb.target.guest.solaris.sync.Sleeper;
import dev.xmdb.target.guest.solaris.sync.Sleepers;
import dev.xmdb.target.guest.solaris.sync.SyncObjects;
import dev.xmdb.target.guest.solaris.thread.SyncObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;

/** {@code ::wchaninfo}, and the walkers {@code wchan}, {@code blocked} and {@code mutex_owner}. */
final class WaitDcmds {
    private static final DcmdSpec WCHANINFO = DcmdSpec.named("wchaninfo")
            .summary("print what threads sleep on, and how many")
            .address(AddressUse.OPTIONAL)
            .guest(SolarisGuest.KIND)
            .option(OptionSpec.flag('v', "also the threads and the commands of their processes"))
            .description(
                    "Prints each condition variable (cond) and semaphore (sema) on which a thread sleeps; with an address, that one. Threads "
                            + "that wait for locks are elsewhere: ::turnstile and ::locks show them.")
            .example("::wchaninfo", "prints every one on which a thread sleeps")
            .example("::wchaninfo -v", "with the threads")
            .example("::walk wchan | ::wchaninfo", "one by one")
            .build();

    private WaitDcmds() {}

    static List<Dcmd> dcmds() {
        return List.of(new Declared(WCHANINFO, WaitDcmds::wchaninfo));
    }

    static List<Walker> walkers() {
        return List.of(
                new ListWalker(
                        "wchan",
                        "what threads sleep on; with an address, the threads that sleep on it",
                        AddressUse.OPTIONAL,
                        WaitDcmds::walkChannels),
                new ListWalker("blocked", "threads that wait for a lock", AddressUse.REQUIRED, WaitDcmds::walkBlocked),
                new ListWalker(
                        "mutex_owner",
                        "the thread that holds an adaptive mutex",
                        AddressUse.REQUIRED,
                        WaitDcmds::walkOwner));
    }

    /** The channels of sleep queues: locks have turnstiles instead. */
    private static LongStream channels(Sleepers.Found sleepers) {
        return sleepers.all().stream()
                .filter(sleeper -> !sleeper.kind().onTurnstile() && sleeper.channel() != 0)
                .mapToLong(Sleeper::channel)
                .distinct();
    }

    private static Status wchaninfo(Invocation in) {
        SolarisGuest kernel = SolarisKernel.of(in.target());
        Sleepers.Found sleepers = Sleepers.of(kernel).find(in.effort());
        int digits = in.session().layout().pointerDigits();
        if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            String header = String.format(Locale.ROOT, "%-" + digits + "s %-4s %8s", "ADDR", "TYPE", "NWAITERS");
            in.out()
                    .emit(new Emission.Header(
                            in.has('v')
                                    ? String.format(Locale.ROOT, "%s   %-" + digits + "s %s", header, "THREAD", "PROC")
                                    : header));
        }
        var threads = new ThreadText(in, kernel);
        LongStream wanted = in.hasAddress() ? LongStream.of(in.address()) : channels(sleepers);
        wanted.forEach(channel -> {
            in.checkInterrupted();
            print(in, threads, channel, sleepers.of(channel));
        });
        sleepers.fault().ifPresent(in::warn);
        return sleepers.fault().isPresent() ? Status.ERROR : Status.OK;
    }

    private static void print(Invocation in, ThreadText threads, long channel, List<Sleeper> waiters) {
        int digits = in.session().layout().pointerDigits();
        String type = type(waiters);
        var fields = new Fields().address("addr", channel).text("type", type).quantity("nwaiters", waiters.size());
        var text = new StringBuilder(
                String.format(Locale.ROOT, "%0" + digits + "x %4s %8d", channel, type, waiters.size()));
        if (in.has('v')) {
            fields.add(
                    "thread",
                    new Value.Many(waiters.stream()
                            .<Value>map(waiter -> new Value.Address(waiter.thread()))
                            .toList()));
            fields.texts(
                    "proc",
                    waiters.stream()
                            .map(waiter -> threads.command(waiter.process()))
                            .toList());
            String lead = ":  ";
            for (Sleeper waiter : waiters) {
                text.append(lead)
                        .append(String.format(Locale.ROOT, "%0" + digits + "x ", waiter.thread()))
                        .append(threads.command(waiter.process()));
                lead = "\n" + " ".repeat(digits + 17);
            }
        }
        in.out().emit(fields.row(text.toString(), channel));
    }

    private static String type(List<Sleeper> waiters) {
        SyncObject kind =
                waiters.isEmpty() ? SyncObject.NONE : waiters.getFirst().kind();
        return switch (kind) {
            case CV -> "cond";
            case SEMA -> "sema";
            default -> "??";
        };
    }

    private static Optional<String> walkChannels(SolarisGuest kernel, Walk walk) {
        Sleepers.Found sleepers = Sleepers.of(kernel).find(walk.effort());
        LongStream found = walk.start().isPresent()
                ? sleepers.of(walk.start().getAsLong()).stream().mapToLong(Sleeper::thread)
                : channels(sleepers);
        return found.allMatch(walk::deliver) ? sleepers.fault() : Optional.empty();
    }

    private static Optional<String> walkBlocked(SolarisGuest kernel, Walk walk) {
        LockWaiters.Found found = LockWaiters.of(kernel).of(walk.start().orElseThrow(), walk.effort());
        boolean all = found.waiters().stream().allMatch(waiter -> walk.deliver(waiter.thread()));
        return all ? found.fault() : Optional.empty();
    }

    private static Optional<String> walkOwner(SolarisGuest kernel, Walk walk) {
        Mutex mutex = SyncObjects.of(kernel).mutex(walk.start().orElseThrow());
        if (mutex instanceof Mutex.Adaptive adaptive && !adaptive.destroyed() && adaptive.owner() != 0) {
            walk.deliver(adaptive.owner());
        }
        return Optional.empty();
    }
}
