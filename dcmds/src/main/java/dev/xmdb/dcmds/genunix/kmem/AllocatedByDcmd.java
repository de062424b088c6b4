package dev.xmdb.dcmds.genunix.kmem;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.kmem.Bufctl;
import dev.xmdb.target.guest.solaris.kmem.CacheContents;
import dev.xmdb.target.guest.solaris.kmem.Kmem;
import dev.xmdb.target.guest.solaris.kmem.KmemCache;
import dev.xmdb.target.guest.solaris.kmem.KmemSlab;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** {@code ::allocdby} and {@code ::freedby}. */
final class AllocatedByDcmd {
    private AllocatedByDcmd() {}

    static List<Dcmd> all() {
        return List.of(dcmd("allocdby", "allocated", true), dcmd("freedby", "freed", false));
    }

    private static Dcmd dcmd(String name, String done, boolean allocated) {
        DcmdSpec spec = DcmdSpec.named(name)
                .summary("print the buffers that a thread " + done)
                .address(AddressUse.REQUIRED)
                .guest(SolarisGuest.KIND)
                .description(
                        "Prints the buffers of audited caches that the thread at an address " + done
                                + " last, the latest first: the "
                                + "record, when, and the innermost function outside the allocator.\n\nA pipe receives the records' addresses.")
                .example("*allthreads::" + name, "prints what the first thread " + done)
                .build();
        return new Declared(spec, in -> run(in, allocated));
    }

    private static Status run(Invocation in, boolean allocated) {
        Kmem kmem = Kmem.of(SolarisKernel.of(in.target()));
        var found = new ArrayList<Bufctl>();
        var faults = new ArrayList<>(kmem.faults());
        for (KmemCache cache : kmem.caches()) {
            if (!cache.audited()) {
                continue;
            }
            CacheContents contents = kmem.contents(cache, in.effort());
            faults.addAll(contents.faults());
            for (KmemSlab slab : contents.slabs()) {
                in.checkInterrupted();
                for (int i = 0; i < slab.count(); i++) {
                    if (slab.allocated(i) == allocated && slab.bufctl(i) != 0) {
                        Bufctl bufctl = kmem.bufctl(slab.bufctl(i));
                        if (bufctl.thread() == in.address()) {
                            found.add(bufctl);
                        }
                    }
                }
            }
        }
        found.sort(Comparator.comparingLong(Bufctl::timestamp).reversed());
        if (!in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            in.out()
                    .emit(new Emission.Header(
                            String.format(Locale.ROOT, "%-16s %12s %s", "BUFCTL", "TIMESTAMP", "CALLER")));
        }
        found.forEach(bufctl -> row(in, bufctl));
        return Faults.tell(in, faults);
    }

    private static void row(Invocation in, Bufctl bufctl) {
        String caller = StackText.caller(in.out().layout(), bufctl.stack());
        in.out()
                .emit(new Fields()
                        .address("bufctl", bufctl.address())
                        .address("timestamp", bufctl.timestamp())
                        .add("caller", caller.isEmpty() ? new Value.Absent() : new Value.Text(caller))
                        .row(
                                String.format(
                                                Locale.ROOT,
                                                "%016x %12x %s",
                                                bufctl.address(),
                                                bufctl.timestamp(),
                                                caller)
                                        .stripTrailing(),
                                bufctl.address()));
    }
}
