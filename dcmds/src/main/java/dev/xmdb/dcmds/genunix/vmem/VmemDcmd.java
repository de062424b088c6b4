package dev.xmdb.dcmds.genunix.vmem;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.dcmds.genunix.kmem.Faults;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Column;
import dev.xmdb.engine.output.Table;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.vmem.Vmem;
import dev.xmdb.target.guest.solaris.vmem.VmemArena;
import java.util.List;
import java.util.Map;

/** {@code ::vmem}. */
final class VmemDcmd {
    private static final int INDENT = 2;

    private static final Table TABLE = Table.of(
            Column.of("ADDR", "%-?p").pipes(),
            Column.of("NAME", "%-22s"),
            Column.of("INUSE", "%10u"),
            Column.of("TOTAL", "%12u"),
            Column.of("SUCCEED", "%9u"),
            Column.of("FAIL", "%5u"));

    private static final DcmdSpec SPEC = DcmdSpec.named("vmem")
            .summary("print the kernel's arenas of addresses and numbers")
            .address(AddressUse.OPTIONAL)
            .guest(SolarisGuest.KIND)
            .description(
                    "Prints every vmem arena, or the one at an address: bytes in use, bytes it has, and how often an allocation "
                            + "succeeded and failed. An arena is indented below the one that it imports from.\n\nA pipe receives the arenas' "
                            + "addresses.")
            .example("::vmem", "prints all arenas")
            .example("::walk vmem | ::head -n 1 | ::vmem", "prints the first one")
            .build();

    private VmemDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(SPEC, VmemDcmd::run));
    }

    private static Status run(Invocation in) {
        Vmem vmem = Vmem.of(SolarisKernel.of(in.target()));
        in.out().header(TABLE);
        Map<VmemArena, Integer> tree = vmem.tree();
        if (in.hasAddress()) {
            VmemArena arena = vmem.at(in.address());
            row(in, arena, tree.getOrDefault(arena, 0));
            return Status.OK;
        }
        tree.forEach((arena, depth) -> row(in, arena, depth));
        return Faults.tell(in, vmem.faults());
    }

    private static void row(Invocation in, VmemArena arena, int depth) {
        in.out()
                .row(
                        TABLE,
                        new Value.Address(arena.address()),
                        new Value.Text(" ".repeat(depth * INDENT) + arena.name()),
                        new Value.Quantity(arena.inUse()),
                        new Value.Quantity(arena.total()),
                        new Value.Quantity(arena.allocations()),
                        new Value.Quantity(arena.failures()));
    }
}
