package dev.xmdb.dcmds.genunix.system;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Line;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.Panic;
import dev.xmdb.target.guest.solaris.PanicRecord;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import java.util.Locale;

/** {@code ::panicinfo}. */
final class PanicDcmd {
    private static final Line NUMBER = Line.of("%16s %?d", "name", "value");
    private static final Line ADDRESS = Line.of("%16s %?p", "name", "value");

    static final Dcmd DCMD = new Declared(
            DcmdSpec.named("panicinfo")
                    .summary("print what the kernel wrote down as it panicked")
                    .guest(SolarisGuest.KIND)
                    .description(
                            "Prints the CPU and the thread that panicked, the message, and the registers of that moment, which $c and ::regs use "
                                    + "too. A domain that was dumped without a panic has nothing of that: the command says so and fails.")
                    .example("*panic_thread=p", "prints the thread that panicked; 0 when none did")
                    .build(),
            PanicDcmd::run);

    private PanicDcmd() {}

    private static Status run(Invocation in) {
        SolarisGuest kernel = SolarisKernel.of(in.target());
        var panic = new Panic(kernel);
        long cpu = Reading.of(
                "'panic_cpu'",
                () -> kernel.types()
                        .layout("cpu_t")
                        .at(kernel.memory(), kernel.variable("panic_cpu"))
                        .number("cpu_id"));
        in.out().line(NUMBER, new Value.Text("cpu"), new Value.Quantity(cpu));
        in.out()
                .line(
                        ADDRESS,
                        new Value.Text("thread"),
                        new Value.Address(panic.thread().orElse(0)));
        PanicRecord record = Reading.of("'panicbuf'", panic::record)
                .orElseThrow(() -> new DcmdException("failed to read 'panicbuf': " + panic.missing()));
        in.out()
                .emit(new Fields()
                        .text("name", "message")
                        .text("value", record.message())
                        .row(String.format(Locale.ROOT, "%16s ", "message") + SingleLine.of(record.message())));
        for (PanicRecord.Value value : record.values()) {
            in.out().line(ADDRESS, new Value.Text(SingleLine.of(value.name())), new Value.Address(value.value()));
        }
        return Status.OK;
    }
}
