package dev.xmdb.dcmds.genunix.sync;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.ListWalker;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.engine.output.Column;
import dev.xmdb.engine.output.Table;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.sync.SyncObjects;
import dev.xmdb.target.guest.solaris.sync.Turnstile;
import dev.xmdb.target.guest.solaris.sync.Turnstiles;
import java.util.List;
import java.util.Optional;

/** {@code ::turnstile} and {@code ::sobj2ts}, and the walker {@code turnstile}. */
final class TurnstileDcmds {
    private static final Table TABLE = Table.of(
            Column.of("ADDR", "%0?p").pipes(),
            Column.of("SOBJ", "%?p"),
            Column.of("WTRS", "%5d"),
            Column.of("EPRI", "%4d"),
            Column.of("ITOR", "%?p"),
            Column.of("PRIOINV", "%?p"));

    private static final DcmdSpec TURNSTILE = DcmdSpec.named("turnstile")
            .summary("print a turnstile, or every one on which threads wait")
            .address(AddressUse.OPTIONAL)
            .guest(SolarisGuest.KIND)
            .description(
                    "A turnstile is where threads wait for a lock: SOBJ is the lock, WTRS counts the threads, EPRI is the highest priority among "
                            + "them, and ITOR the thread that inherited it, which is the lock's owner. Without an address, those that the "
                            + "kernel's table holds are printed, and then those that only a waiting thread leads to.")
            .example("::turnstile", "prints every turnstile in use")
            .example("::walk turnstile | ::turnstile", "the same, one by one")
            .build();

    private static final DcmdSpec OF_LOCK = DcmdSpec.named("sobj2ts")
            .summary("print the turnstile on which threads wait for a lock")
            .address(AddressUse.REQUIRED)
            .guest(SolarisGuest.KIND)
            .description(
                    "Given the address of a lock, prints the address of its turnstile; nothing when no thread waits.")
            .example("kas::sobj2ts", "prints nothing: nobody waits for this lock")
            .build();

    private TurnstileDcmds() {}

    static List<Dcmd> dcmds() {
        return List.of(
                new Declared(TURNSTILE, TurnstileDcmds::turnstile), new Declared(OF_LOCK, TurnstileDcmds::ofLock));
    }

    static List<Walker> walkers() {
        return List.of(
                new ListWalker("turnstile", "turnstiles on which threads wait", AddressUse.NONE, TurnstileDcmds::walk));
    }

    private static Status turnstile(Invocation in) {
        SolarisGuest kernel = SolarisKernel.of(in.target());
        SyncObjects objects = SyncObjects.of(kernel);
        if (in.hasAddress()) {
            print(in, objects, in.address());
            return Status.OK;
        }
        Turnstiles.Found found = new Turnstiles(kernel).find(in.effort());
        in.out().header(TABLE);
        for (long address : found.addresses()) {
            in.checkInterrupted();
            print(in, objects, address);
        }
        found.fault().ifPresent(in::warn);
        return found.fault().isPresent() ? Status.ERROR : Status.OK;
    }

    private static void print(Invocation in, SyncObjects objects, long address) {
        Turnstile turnstile =
                Reading.of("turnstile_t at " + Long.toHexString(address), () -> objects.turnstile(address));
        if (in.hasAddress()) {
            in.out().header(TABLE);
        }
        in.out()
                .row(
                        TABLE,
                        new Value.Address(address),
                        new Value.Address(turnstile.lock()),
                        new Value.Quantity(turnstile.waiters()),
                        new Value.Quantity(turnstile.priority()),
                        new Value.Address(turnstile.inheritor()),
                        new Value.Address(turnstile.inherited()));
    }

    private static Status ofLock(Invocation in) {
        SolarisGuest kernel = SolarisKernel.of(in.target());
        SyncObjects objects = SyncObjects.of(kernel);
        Turnstiles.Found found = new Turnstiles(kernel).find(in.effort());
        for (long address : found.addresses()) {
            if (objects.turnstile(address).lock() == in.address()) {
                in.out().emit(new Fields().address("turnstile", address).row(Long.toHexString(address), address));
                return Status.OK;
            }
        }
        found.fault().ifPresent(in::warn);
        return found.fault().isPresent() ? Status.ERROR : Status.OK;
    }

    private static Optional<String> walk(SolarisGuest kernel, Walk walk) {
        Turnstiles.Found found = new Turnstiles(kernel).find(walk.effort());
        for (long address : found.addresses()) {
            if (!walk.deliver(address)) {
                return Optional.empty();
            }
        }
        return found.fault();
    }
}
