package dev.xmdb.dcmds.genunix.kmem;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Column;
import dev.xmdb.engine.output.Table;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.kmem.Kmem;
import dev.xmdb.target.guest.solaris.kmem.KmemCache;
import java.util.List;
import java.util.Optional;

/** {@code ::kmem_cache}. */
final class KmemCacheDcmd {
    private static final Table TABLE = Table.of(
            Column.of("ADDR", "%-?p").pipes(),
            Column.of("NAME", "%-25s"),
            Column.of("FLAG", "%04x"),
            Column.of("CFLAG", "%06x"),
            Column.of("BUFSIZE", "%8d"),
            Column.of("BUFTOTL", "%8d"));

    private static final DcmdSpec SPEC = DcmdSpec.named("kmem_cache")
            .summary("print the caches of the kernel's slab allocator")
            .address(AddressUse.OPTIONAL)
            .option(OptionSpec.string('n', "name", "only the cache of this name"))
            .guest(SolarisGuest.KIND)
            .description(
                    "Prints every kmem cache, or the one at an address: its flags (KMF_* and KMC_*), the size of its buffers, "
                            + "and how many it has.\n\nA pipe receives the caches' addresses.")
            .example("::kmem_cache", "prints every cache")
            .example("::kmem_cache -n as_cache", "prints one of them")
            .example("::kmem_cache -n as_cache | ::walk kmem", "prints the addresses of its allocated buffers")
            .build();

    private KmemCacheDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(SPEC, KmemCacheDcmd::run));
    }

    private static Status run(Invocation in) {
        Kmem kmem = Kmem.of(SolarisKernel.of(in.target()));
        in.out().header(TABLE);
        if (in.hasAddress()) {
            row(in, kmem.at(in.address()));
            return Status.OK;
        }
        Optional<String> name = in.string('n');
        for (KmemCache cache : kmem.caches()) {
            in.checkInterrupted();
            if (name.isEmpty() || name.get().equals(cache.name())) {
                row(in, cache);
            }
        }
        return Faults.tell(in, kmem.faults());
    }

    private static void row(Invocation in, KmemCache cache) {
        in.out()
                .row(
                        TABLE,
                        new Value.Address(cache.address()),
                        new Value.Text(cache.name()),
                        new Value.Address(Integer.toUnsignedLong(cache.flags())),
                        new Value.Address(Integer.toUnsignedLong(cache.createFlags())),
                        new Value.Quantity(cache.bufferSize()),
                        new Value.Quantity(cache.buffers()));
    }
}
