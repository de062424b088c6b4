package dev.xmdb.dcmds.genunix.sync;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.sync.LockWaiter;
import dev.xmdb.target.guest.solaris.sync.LockWaiters;
import dev.xmdb.target.guest.solaris.sync.Rwlock;
import dev.xmdb.target.guest.solaris.sync.SyncObjects;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code ::rwlock}. */
final class RwlockDcmd {
    private static final int WRITE_LOCKED = 4;
    private static final int WRITE_WANTED = 2;
    private static final int HAS_WAITERS = 1;
    private static final int OWNER_WIDTH_64 = 16;
    private static final int OWNER_WIDTH_32 = 11;
    private static final int LABEL = 12;

    static final Dcmd DCMD = new Declared(
            DcmdSpec.named("rwlock")
                    .summary("print a readers-writer lock and who waits for it")
                    .address(AddressUse.REQUIRED)
                    .guest(SolarisGuest.KIND)
                    .description(
                            "Prints who holds the lock (the writer's thread, or how many readers), its flag bits with their names below "
                                    + "them, and the threads that wait: (R) to read, (W) to write.")
                    .example("kas+30::rwlock", "prints the lock of the kernel's address space")
                    .build(),
            RwlockDcmd::run);

    private RwlockDcmd() {}

    private static Status run(Invocation in) {
        SolarisGuest kernel = SolarisKernel.of(in.target());
        long address = in.address();
        Rwlock lock = Reading.of(
                "rwlock at 0x" + Long.toHexString(address),
                () -> SyncObjects.of(kernel).rwlock(address));
        LockWaiters.Found waiters = LockWaiters.of(kernel).of(address, in.effort());
        int digits = in.session().layout().pointerDigits();
        if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            in.out().emit(new Emission.Header(header(digits)));
        }
        in.out().emit(row(lock, waiters.waiters(), new Picture(digits)));
        Optional<String> fault = waiters.fault();
        fault.ifPresent(in::warn);
        return fault.isPresent() ? Status.ERROR : Status.OK;
    }

    private static String header(int digits) {
        String format = "%" + digits + "s %" + ownerWidth(digits) + "s %5s %" + digits + "s";
        return String.format(Locale.ROOT, format, "ADDR", "OWNER/COUNT", "FLAGS", "WAITERS");
    }

    private static int ownerWidth(int digits) {
        return digits == 16 ? OWNER_WIDTH_64 : OWNER_WIDTH_32;
    }

    private static Emission.Row row(Rwlock lock, List<LockWaiter> waiters, Picture picture) {
        List<Value> threads = waiters.stream()
                .<Value>map(waiter -> new Value.Address(waiter.thread()))
                .toList();
        List<String> wants = waiters.stream()
                .map(waiter -> waiter.writes() ? "write" : "read")
                .toList();
        return new Fields()
                .address("addr", lock.address())
                .add("owner", lock.owner() == 0 ? new Value.Absent() : new Value.Address(lock.owner()))
                .text("owner_count", Picture.holder(lock))
                .text("flags", "B" + Picture.bits(lock, '0', '1'))
                .quantity("readers", lock.destroyed() ? 0 : lock.readers())
                .truth("write_locked", lock.writeLocked())
                .truth("write_wanted", lock.writeWanted())
                .truth("has_waiters", lock.hasWaiters())
                .truth("destroyed", lock.destroyed())
                .add("waiters", new Value.Many(threads))
                .texts("wants", wants)
                .row(picture.of(lock, waiters), lock.address());
    }

    /** The lock as text: its line, the ladder of names under its flag bits, and a waiter at the end of each line as long as there are any. */
    private record Picture(int digits) {
        String of(Rwlock lock, List<LockWaiter> waiters) {
            var lines = new ArrayList<String>();
            int start = digits + 1 + ownerWidth(digits);
            lines.add(padded(Long.toHexString(lock.address()), digits) + " " + padded(holder(lock), ownerWidth(digits))
                    + "  B" + bits(lock, '0', '1'));
            if (lock.flags() != 0 || waiters.size() > 1) {
                lines.add(" ".repeat(start - 1) + (lock.destroyed() ? "|" : " ") + "   " + bits(lock, ' ', '|'));
            }
            String indent = " ".repeat(start - 4 - LABEL);
            if (lock.destroyed()) {
                lines.add(indent + padded("DESTROYED", LABEL) + " --+---+");
            } else {
                rung(lock, WRITE_LOCKED, "WRITE_LOCKED", indent, lines);
                rung(lock, WRITE_WANTED, "WRITE_WANTED", indent, lines);
                rung(lock, HAS_WAITERS, "HAS_WAITERS", indent, lines);
            }
            Iterator<LockWaiter> next = waiters.iterator();
            for (int i = 0; next.hasNext(); i++) {
                if (i == lines.size()) {
                    lines.add(" ".repeat(start + 6));
                }
                LockWaiter waiter = next.next();
                lines.set(
                        i,
                        lines.get(i) + " " + padded(Long.toHexString(waiter.thread()), digits)
                                + (waiter.writes() ? " (W)" : " (R)"));
            }
            return String.join("\n", lines);
        }

        /** The line that names a flag, if it is set; the lines from the flags after it go on through it. */
        private static void rung(Rwlock lock, int flag, String name, String indent, List<String> lines) {
            if ((lock.flags() & flag) == 0) {
                return;
            }
            var line = new StringBuilder(indent + padded(name, LABEL) + " ------");
            for (int bit = WRITE_LOCKED; bit > flag; bit >>= 1) {
                line.append('-');
            }
            line.append('+');
            for (int bit = flag >> 1; bit > 0; bit >>= 1) {
                line.append((lock.flags() & bit) == 0 ? ' ' : '|');
            }
            lines.add(line.toString());
        }

        private static String bits(Rwlock lock, char clear, char set) {
            var text = new StringBuilder();
            for (int bit = WRITE_LOCKED; bit > 0; bit >>= 1) {
                text.append((lock.flags() & bit) == 0 ? clear : set);
            }
            return text.toString();
        }

        private static String holder(Rwlock lock) {
            if (lock.destroyed()) {
                return "1";
            }
            if (lock.writeLocked()) {
                return Long.toHexString(lock.owner());
            }
            return lock.readers() == 0 ? "-" : "READERS=" + Long.toUnsignedString(lock.readers());
        }

        private static String padded(String text, int width) {
            return " ".repeat(Math.max(0, width - text.length())) + text;
        }
    }
}
