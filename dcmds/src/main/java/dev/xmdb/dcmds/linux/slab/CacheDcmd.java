package dev.xmdb.dcmds.linux.slab;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.SingleLine;
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
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.slab.CacheState;
import dev.xmdb.target.guest.linux.slab.SlabCache;
import dev.xmdb.target.guest.linux.slab.SlabCount;
import dev.xmdb.target.guest.linux.slab.Slabs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ::kmem_cache}. */
final class CacheDcmd {
    private static final Table TABLE = Table.of(
            Column.of("ADDR", "%-?p").pipes(),
            Column.of("NAME", "%-24s"),
            Column.of("FLAG", "%08x"),
            Column.of("BUFSIZE", "%7d"),
            Column.of("STRIDE", "%7d"),
            Column.of("BUFTOTL", "%7d"),
            Column.of("SLABS", "%6d"),
            Column.of("REFS", "%4d"));

    private static final DcmdSpec SPEC = DcmdSpec.named("kmem_cache")
            .summary("print the caches of the kernel's slab allocator")
            .address(AddressUse.OPTIONAL)
            .option(OptionSpec.string('n', "name", "only the cache of this name"))
            .option(OptionSpec.flag('v', "with what each CPU and node has of it, and further names"))
            .guest(LinuxGuest.KIND)
            .description(
                    "Prints every cache, the last made first, or the one whose struct kmem_cache is at an address: its flags (SLAB_*), the bytes that users have of an object, the bytes "
                            + "from one object to the next, how many objects and slabs it has, and how many users share it. Caches of one shape are "
                            + "merged; -n finds one by any of its names, and -v tells them all.\n\nA pipe receives the addresses.")
            .example("::kmem_cache", "every cache")
            .example("::kmem_cache -v -n task_struct", "one of them, with what CPUs and nodes have of it")
            .example("::kmem_cache -n task_struct | ::walk kmem", "the addresses of its allocated objects")
            .build();

    private CacheDcmd() {}

    static Dcmd dcmd() {
        return new Declared(SPEC, CacheDcmd::run);
    }

    private static Status run(Invocation in) {
        Slabs slabs = Slabs.of(LinuxKernel.of(in.target()));
        in.out().header(TABLE);
        if (in.hasAddress()) {
            SlabCache cache = slabs.at(in.address())
                    .orElseThrow(() ->
                            new DcmdException(Long.toHexString(in.address()) + " is not the address of a slab cache"));
            return Faults.tell(in, row(in, slabs, cache));
        }
        Optional<String> name = in.string('n');
        if (name.isPresent()) {
            SlabCache cache = slabs.named(name.get())
                    .orElseThrow(() -> new DcmdException("there is no slab cache " + SingleLine.of(name.get())));
            return Faults.tell(in, row(in, slabs, cache));
        }
        var faults = new ArrayList<>(slabs.faults());
        for (SlabCache cache : slabs.caches()) {
            in.checkInterrupted();
            faults.addAll(row(in, slabs, cache));
        }
        return Faults.tell(in, faults);
    }

    private static List<String> row(Invocation in, Slabs slabs, SlabCache cache) {
        SlabCount count = slabs.count(cache, in.effort());
        in.out()
                .row(
                        TABLE,
                        new Value.Address(cache.address()),
                        new Value.Text(SingleLine.of(cache.name())),
                        new Value.Address(cache.flags()),
                        new Value.Quantity(cache.objectSize()),
                        new Value.Quantity(cache.stride()),
                        new Value.Quantity(count.objects()),
                        new Value.Quantity(count.slabs()),
                        new Value.Quantity(cache.references()));
        CacheState state = slabs.state(cache);
        if (in.has('v') && !in.isPipeOutput()) {
            CacheDetails.emit(in, slabs, cache, state);
        }
        return state.faults();
    }
}
