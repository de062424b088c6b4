package dev.xmdb.dcmds.genunix.process;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Line;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.process.Processes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code ::pid2proc ::ptree}. */
final class ProcessDcmds {
    private static final int INDENT = 5;
    private static final int DEEPEST = 4096;
    /** Deeper ones are not indented further, so that lines stay short whatever an image claims. */
    private static final int DEEPEST_INDENTED = 64;

    private static final Line FOUND = Line.of("%p", "proc").pipes("proc");

    private static final DcmdSpec PID2PROC = DcmdSpec.named("pid2proc")
            .summary("print the process with a number")
            .address(AddressUse.REQUIRED)
            .guest(SolarisGuest.KIND)
            .description(
                    "Prints the address of the proc_t of the process whose number is given as an address: 0t100 is a hundred, 100 is one in the default "
                            + "radix, which is 16 at first.")
            .example("0t1::pid2proc", "the process init")
            .example("1::pid2proc | ::ps -f", "the same, with its arguments")
            .build();

    private static final DcmdSpec PTREE = DcmdSpec.named("ptree")
            .summary("print the tree of processes")
            .address(AddressUse.OPTIONAL)
            .guest(SolarisGuest.KIND)
            .description(
                    "Prints every process under its parent, or the one at an address with those that it descends from and those that descend from it.")
            .example("::ptree", "all processes")
            .example("1::pid2proc | ::ptree", "init and its children")
            .build();

    private ProcessDcmds() {}

    static List<Dcmd> all() {
        return List.of(new Declared(PID2PROC, ProcessDcmds::find), new Declared(PTREE, ProcessDcmds::tree));
    }

    private static Status find(Invocation in) {
        int pid = (int) in.address();
        long process = Processes.of(SolarisKernel.of(in.target()))
                .withPid(pid)
                .orElseThrow(() -> new DcmdException("PID 0t" + pid + " not found"));
        in.out().line(FOUND, new Value.Address(process));
        return Status.OK;
    }

    private static Status tree(Invocation in) {
        SolarisGuest kernel = SolarisKernel.of(in.target());
        Processes processes = Processes.of(kernel);
        var names = new ProcessNames(kernel);
        long root = in.hasAddress()
                ? in.address()
                : processes.first().orElseThrow(() -> new DcmdException("failed to read 'p0': unknown symbol name"));
        List<Long> ancestors = new ArrayList<>();
        Chain.End up = new Chain("parents", address -> processes.at(address).parent(), DEEPEST)
                .follow(root, address -> {
                    ancestors.add(address);
                    return true;
                });
        int depth = Math.max(0, ancestors.size() - 1);
        for (int i = depth; i > 0; i--) {
            emit(in, names, ancestors.get(i), depth - i);
        }
        String fault = processes.tree(root, (process, below) -> {
            in.checkInterrupted();
            emit(in, names, process, depth + below);
            return true;
        });
        if (up.fault() != null) {
            in.warn(up.fault());
        }
        if (fault != null) {
            in.warn(fault);
        }
        return up.sound() && fault == null ? Status.OK : Status.ERROR;
    }

    private static void emit(Invocation in, ProcessNames names, long process, int depth) {
        String name = names.of(process).orElse("?");
        int digits = in.out().layout().pointerDigits();
        String text = " ".repeat(INDENT * Math.min(depth, DEEPEST_INDENTED))
                + String.format(Locale.ROOT, "%0" + digits + "x  %s", process, name);
        in.out()
                .emit(new Fields()
                        .address("addr", process)
                        .quantity("depth", depth)
                        .text("name", name)
                        .row(text, process));
    }
}
