package dev.xmdb.dcmds.genunix.kmem;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Column;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Table;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.kmem.Bufctl;
import dev.xmdb.target.guest.solaris.kmem.BufferDamage;
import dev.xmdb.target.guest.solaris.kmem.Kmem;
import dev.xmdb.target.guest.solaris.kmem.KmemBuffer;
import dev.xmdb.target.guest.solaris.kmem.KmemCache;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code ::kmem_verify}. */
final class VerifyDcmd {
    private static final Table SUMMARY = Table.of(
            Column.of("Cache Name", "%-31s"), Column.of("Addr", "%-?p").pipes(), Column.of("Cache Integrity", "%s"));

    private static final DcmdSpec SPEC = DcmdSpec.named("kmem_verify")
            .summary("check the buffers of caches for what was written where it must not be")
            .address(AddressUse.OPTIONAL)
            .guest(SolarisGuest.KIND)
            .description(
                    "Checks the buffers of every cache that carries debugging aids: that free buffers still hold the pattern they were "
                            + "filled with, that nobody wrote past the end of a buffer, and that a buffer's tag says that it is allocated, or "
                            + "free, as it is. Prints one line a cache; with the address of one cache, every damaged buffer, where the damage begins, "
                            + "and who freed or allocated the buffer last if the cache records that.\n\nA pipe receives the addresses of the "
                            + "caches that have damaged buffers, or of the damaged buffers of a cache.")
            .example("::kmem_verify", "prints a line for every cache that can be checked")
            .example("::kmem_verify | ::kmem_verify", "prints every damaged buffer")
            .build();

    private VerifyDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(SPEC, VerifyDcmd::run));
    }

    private static boolean checkable(KmemCache cache) {
        return (cache.flags() & (KmemCache.DEADBEEF | KmemCache.REDZONE)) != 0;
    }

    private static Status run(Invocation in) {
        Kmem kmem = Kmem.of(SolarisKernel.of(in.target()));
        return in.hasAddress() ? details(in, kmem, kmem.at(in.address())) : summary(in, kmem);
    }

    private static Status summary(Invocation in, Kmem kmem) {
        in.out().header(SUMMARY);
        var faults = new ArrayList<>(kmem.faults());
        for (KmemCache cache : kmem.caches()) {
            if (!checkable(cache)) {
                continue;
            }
            List<BufferDamage> damage = kmem.verify(cache, in.effort());
            faults.addAll(kmem.contents(cache, in.effort()).faults());
            if (in.isPipeOutput() && damage.isEmpty()) {
                continue;
            }
            in.out()
                    .row(
                            SUMMARY,
                            new Value.Text(cache.name()),
                            new Value.Address(cache.address()),
                            new Value.Text(corrupt(damage.size())));
        }
        return Faults.tell(in, faults);
    }

    private static String corrupt(int buffers) {
        return switch (buffers) {
            case 0 -> "clean";
            case 1 -> "1 corrupt buffer";
            default -> buffers + " corrupt buffers";
        };
    }

    private static Status details(Invocation in, Kmem kmem, KmemCache cache) {
        if (!checkable(cache)) {
            in.warn("cache " + Long.toHexString(cache.address()) + " (" + cache.name()
                    + ") does not have redzone checking enabled");
            return Status.ERROR;
        }
        List<BufferDamage> damage = kmem.verify(cache, in.effort());
        if (!in.isPipeOutput()) {
            in.out()
                    .emit(new Fields()
                            .text("cache", cache.name())
                            .address("addr", cache.address())
                            .quantity("corrupt", damage.size())
                            .row("Summary for cache '" + cache.name() + "'" + (damage.isEmpty() ? "\n  clean" : "")));
        }
        Layout layout = in.out().layout();
        for (BufferDamage each : damage) {
            Optional<Bufctl> user = user(kmem, each.buffer());
            in.out()
                    .emit(new Fields()
                            .text("cache", cache.name())
                            .address("buffer", each.buffer().address())
                            .truth("allocated", each.buffer().allocated())
                            .text("damage", each.kind().name().toLowerCase(Locale.ROOT))
                            .address("at", each.at())
                            .quantity("offset", each.offset())
                            .add(
                                    "thread",
                                    user.<Value>map(by -> new Value.Address(by.thread()))
                                            .orElseGet(Value.Absent::new))
                            .add(
                                    "timestamp",
                                    user.<Value>map(by -> new Value.Address(by.timestamp()))
                                            .orElseGet(Value.Absent::new))
                            .add(
                                    "stack",
                                    user.<Value>map(by -> StackText.value(layout, by.stack()))
                                            .orElseGet(Value.Absent::new))
                            .row(
                                    "  " + sentence(each) + "\n    " + whose(each, user, layout),
                                    each.buffer().address()));
        }
        return Faults.tell(in, kmem.contents(cache, in.effort()).faults());
    }

    /** Who allocated or freed a buffer last, where its cache records that; a record that was damaged too is none. */
    private static Optional<Bufctl> user(Kmem kmem, KmemBuffer buffer) {
        if (!buffer.cache().audited() || buffer.bufctl() == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(kmem.bufctl(buffer.bufctl()));
        } catch (MemoryFaultException gone) {
            return Optional.empty();
        }
    }

    private static String whose(BufferDamage damage, Optional<Bufctl> user, Layout layout) {
        KmemBuffer buffer = damage.buffer();
        String place = "offset " + Long.toHexString(damage.offset()) + " in a buffer of "
                + buffer.cache().name();
        if (user.isEmpty() || user.get().thread() == 0) {
            return place;
        }
        String caller = StackText.caller(layout, user.get().stack());
        return place + (buffer.allocated() ? ", allocated by thread " : ", freed by thread ")
                + Long.toHexString(user.get().thread()) + " at "
                + Long.toHexString(user.get().timestamp())
                + (caller.isEmpty() ? "" : " in " + caller);
    }

    private static String sentence(BufferDamage damage) {
        boolean allocated = damage.buffer().allocated();
        String buffer = "buffer " + Long.toHexString(damage.buffer().address()) + " ("
                + (allocated ? "allocated" : "free") + ") ";
        String at = ", at " + Long.toHexString(damage.at());
        return switch (damage.kind()) {
            case FREE_PATTERN -> buffer + "seems corrupted" + at;
            case REDZONE ->
                buffer + (allocated ? "has a corrupt redzone" : "seems to have a corrupt redzone pattern") + at;
            case REDZONE_SIZE -> buffer + "has a corrupt redzone size encoding" + at;
            case STATE -> buffer + "has a corrupt buftag" + at;
            case UNREADABLE -> buffer + "cannot be read" + at;
        };
    }
}
