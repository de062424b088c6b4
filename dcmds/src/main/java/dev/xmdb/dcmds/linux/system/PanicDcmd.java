package dev.xmdb.dcmds.linux.system;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Line;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.report.Panic;
import dev.xmdb.target.registers.RegisterSet;
import java.util.Locale;

/** {@code ::panicinfo}. */
final class PanicDcmd {
    private static final Line NUMBER = Line.of("%16s %?d", "name", "value");
    private static final Line ADDRESS = Line.of("%16s %?p", "name", "value");

    static final Dcmd DCMD = new Declared(
            DcmdSpec.named("panicinfo")
                    .summary("print what the kernel left of its panic")
                    .guest(LinuxGuest.KIND)
                    .description(
                            "Prints the CPU that panicked with its vCPU and its task, what the kernel logged of the cause and of the panic, and "
                                    + "registers: those of the fault that led to it, else those of the CPU as the image has it. The CPU's stack, which $c prints, leads from where it is now back to what it panicked in. A domain that was "
                                    + "dumped without a panic has nothing of that: the command says so and fails.")
                    .example("panic_cpu::print int", "prints the CPU that panicked; -1 when none did")
                    .build(),
            PanicDcmd::run);

    private PanicDcmd() {}

    private static Status run(Invocation in) {
        Panic panic = Panic.of(LinuxKernel.of(in.target()));
        if (!panic.happened()) {
            throw new DcmdException("nothing is recorded of a panic: the kernel did not panic");
        }
        in.out()
                .line(
                        NUMBER,
                        new Value.Text("cpu"),
                        new Value.Quantity(panic.cpu().orElse(0)));
        panic.vcpu().ifPresent(vcpu -> in.out().line(NUMBER, new Value.Text("vcpu"), new Value.Quantity(vcpu)));
        panic.task().ifPresent(task -> {
            in.out().line(ADDRESS, new Value.Text("task"), new Value.Address(task));
            panic.number(task).ifPresent(pid -> in.out().line(NUMBER, new Value.Text("pid"), new Value.Quantity(pid)));
            panic.name(task).ifPresent(name -> text(in, "comm", name));
        });
        panic.cause().ifPresent(cause -> text(in, "cause", cause));
        panic.message().ifPresent(message -> text(in, "message", message));
        panic.fault().or(panic::registers).ifPresent(registers -> registers(in, registers));
        return Status.OK;
    }

    private static void text(Invocation in, String name, String value) {
        in.out()
                .emit(new Fields()
                        .text("name", name)
                        .text("value", value)
                        .row(String.format(Locale.ROOT, "%16s ", name) + SingleLine.of(value)));
    }

    private static void registers(Invocation in, RegisterSet registers) {
        for (String name : registers.names()) {
            registers
                    .value(name)
                    .ifPresent(value -> in.out().line(ADDRESS, new Value.Text(name), new Value.Address(value)));
        }
    }
}
