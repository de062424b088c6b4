package dev.xmdb.dcmds.genunix.sync;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Column;
import dev.xmdb.engine.output.Table;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.sync.Mutex;
import dev.xmdb.target.guest.solaris.sync.SyncObjects;

/** {@code ::mutex}. */
final class MutexDcmd {
    private static final Value UNKNOWN = new Value.Absent();

    private static final Table TABLE = Table.of(
            Column.of("ADDR", "%0?p").pipes(),
            Column.of("TYPE", "%5s"),
            Column.of("HELD", "%?s"),
            Column.of("MINSPL", "%6s"),
            Column.of("OLDSPL", "%6s"),
            Column.of("WAITERS", "%7s"));

    static final Dcmd DCMD = new Declared(
            DcmdSpec.named("mutex")
                    .summary("print a mutex: its kind, who holds it, whether threads wait")
                    .address(AddressUse.REQUIRED)
                    .guest(SolarisGuest.KIND)
                    .option(OptionSpec.flag('f', "print it even if its bits are not those of a mutex"))
                    .description(
                            "Waiters of an adaptive mutex (\"adapt\") sleep: HELD is the thread that holds it, or no. Waiters of a spin mutex "
                                    + "keep their CPU: HELD tells whether a CPU holds it, MINSPL the interrupt level it is held at, and OLDSPL "
                                    + "the level its holder came from.\n\n::locks finds the locks that threads wait for.")
                    .example("p0+18::mutex", "prints the lock of the credentials of the kernel's own process")
                    .build(),
            MutexDcmd::run);

    private MutexDcmd() {}

    private static Status run(Invocation in) {
        long address = in.address();
        SyncObjects objects = SyncObjects.of(SolarisKernel.of(in.target()));
        Mutex mutex = Reading.of("mutex at 0x" + pointer(in, address), () -> objects.mutex(address));
        if (!mutex.sound() && !in.has('f')) {
            throw new DcmdException(in.session().label(address) + ": invalid "
                    + (mutex instanceof Mutex.Spin ? "spin lock" : "adaptive mutex") + " (-f to dump anyway)");
        }
        in.out().header(TABLE);
        switch (mutex) {
            case Mutex.Adaptive lock ->
                in.out()
                        .row(
                                TABLE,
                                new Value.Address(address),
                                new Value.Text("adapt"),
                                lock.owner() == 0 ? new Value.Truth(false) : new Value.Address(lock.owner()),
                                UNKNOWN,
                                UNKNOWN,
                                new Value.Truth(lock.waiters()));
            case Mutex.Spin lock ->
                in.out()
                        .row(
                                TABLE,
                                new Value.Address(address),
                                new Value.Text("spin"),
                                new Value.Truth(lock.held()),
                                new Value.Quantity(lock.minimumLevel()),
                                lock.held() ? new Value.Quantity(lock.oldLevel()) : UNKNOWN,
                                UNKNOWN);
        }
        return Status.OK;
    }

    private static String pointer(Invocation in, long address) {
        String digits = Long.toHexString(address);
        return "0".repeat(Math.max(0, in.session().layout().pointerDigits() - digits.length())) + digits;
    }
}
