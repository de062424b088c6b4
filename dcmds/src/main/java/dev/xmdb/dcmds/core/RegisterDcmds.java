package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.RegisterLayout;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.target.registers.RegisterSet;
import java.util.List;
import java.util.Optional;

/** {@code ::regs}. */
final class RegisterDcmds {
    private static final DcmdSpec REGS = DcmdSpec.named("regs", "$r", "$?")
            .summary("print the current registers: the first vCPU's, or those of a panic")
            .description(
                    "Prints the general registers of vCPU 0 as Xen saved them, each with the symbol that covers its value, and the processor "
                            + "flags: a status flag in capitals is set. ::cpuregs does the same for any vCPU.\n\nA Solaris kernel that panicked "
                            + "wrote down the registers of that moment: then they are the current ones, here, for $c and as variables. In a Linux "
                            + "guest that panicked the current ones are those of the CPU that it panicked on.")
            .example("::regs", "prints the registers")
            .example("<rip=p", "prints one of them: each register is a variable")
            .build();

    private RegisterDcmds() {}

    static List<Dcmd> all() {
        return List.of(new Declared(REGS, RegisterDcmds::regs));
    }

    private static Status regs(Invocation in) {
        Optional<RegisterSet> saved = in.target().guest().savedRegisters();
        if (saved.isPresent()) {
            in.out().emit(RegisterLayout.of(in.session().layout(), saved.get()));
            return Status.OK;
        }
        var vcpus = in.target().vcpus();
        if (vcpus.isEmpty()) {
            throw new DcmdException("the image has no vCPU, and so no registers");
        }
        in.out().emit(RegisterLayout.of(in.session().layout(), vcpus.getFirst()));
        return Status.OK;
    }
}
