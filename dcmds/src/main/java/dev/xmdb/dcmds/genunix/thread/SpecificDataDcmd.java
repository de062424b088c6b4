package dev.xmdb.dcmds.genunix.thread;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Line;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.thread.Threads;
import dev.xmdb.target.types.StructView;
import java.util.OptionalLong;

/** {@code ::tsd}. */
final class SpecificDataDcmd {
    private static final Line VALUE = Line.of("%p", "value").pipes("value");

    private static final DcmdSpec SPEC = DcmdSpec.named("tsd")
            .summary("print what a thread keeps under a key")
            .address(AddressUse.REQUIRED)
            .guest(SolarisGuest.KIND)
            .option(OptionSpec.number('k', "key", "the key, from 1 on; it must be given"))
            .description("Prints the value that a thread has for a key of thread-specific data; 0 when it has none.")
            .example("t0::tsd -k 1", "what the kernel's first thread keeps under the first key")
            .build();

    private SpecificDataDcmd() {}

    static Dcmd dcmd() {
        return new Declared(SPEC, SpecificDataDcmd::run);
    }

    private static Status run(Invocation in) {
        OptionalLong key = in.number('k');
        if (key.isEmpty() || key.getAsLong() == 0) {
            return Status.USAGE;
        }
        SolarisGuest kernel = SolarisKernel.of(in.target());
        long value = Reading.of(
                "thread-specific data of thread " + Long.toHexString(in.address()),
                () -> value(kernel, Threads.of(kernel).at(in.address()).specificData(), key.getAsLong()));
        in.out().line(VALUE, new Value.Address(value));
        return Status.OK;
    }

    private static long value(SolarisGuest kernel, long data, long key) {
        if (data == 0) {
            return 0;
        }
        StructView view = kernel.types().layout("struct tsd_thread").at(kernel.memory(), data);
        return Long.compareUnsigned(key, view.number("ts_nkeys")) > 0
                ? 0
                : kernel.memory()
                        .readWord(view.number("ts_value")
                                + (key - 1) * kernel.memory().wordSize());
    }
}
