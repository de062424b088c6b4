package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.RegisterLayout;
import dev.xmdb.dcmds.StackListing;
import dev.xmdb.dcmds.StackListing.Style;
import dev.xmdb.dcmds.VcpuChoice;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.target.Vcpu;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.thread.TaskStack;
import dev.xmdb.target.guest.linux.thread.TaskStacks;
import dev.xmdb.target.registers.RegisterSet;
import dev.xmdb.target.stack.Unwinder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** {@code ::stack ::stackregs ::cpustack}. */
final class StackDcmds {
    private static final int DEFAULT_ARGUMENTS = 6;

    private static final String WALK =
            "Each line is a function, how far into it the call is, and the arguments that the function saved on its stack; a function that "
                    + "saved none, or of which no types are recorded, has empty parentheses. In a guest that was not recognised, saved frame pointers are "
                    + "followed as far as they lead. A message says why the walk ended, unless it ended where the "
                    + "outermost frame has no caller.";

    private static final DcmdSpec STACK = stack("stack", "$c")
            .summary("print a stack backtrace")
            .option(OptionSpec.flag(
                    'v', "also print frame pointers, and in a Linux guest the registers saved at interruptions"))
            .description(
                    "Follows a stack from the address of a frame, else from the registers of vCPU 0. With an address, the first line is the function that "
                            + "the frame returns to. In a Linux guest the address is that of a task_struct, whose whole stack is printed, "
                            + "or what $C prints before a function, and that function is the first line, since its kernel keeps no frame pointers; without an address, a vCPU that was in user mode has no stack, and its "
                            + "registers are printed below a line that says so.\n\n" + WALK
                            + "\n\nA count limits the arguments of a line; 6 when not given, in the default radix.")
            .example("$c", "the stack of vCPU 0")
            .example("solaris", "<rbp::stack 0", "the same without the innermost function, and without arguments")
            .build();

    private static final DcmdSpec STACKREGS = stack("stackregs", "$C")
            .summary("print a stack backtrace with frame pointers")
            .option(OptionSpec.flag('v', "nothing more: frame pointers are always printed"))
            .description("Follows a stack as ::stack does, and prints before each function its frame pointer.\n\n"
                    + WALK + "\n\nA count of 0 leaves out the arguments; any other prints all that were saved.")
            .example("$C", "the stack of vCPU 0 with frame pointers")
            .build();

    private static final DcmdSpec CPUSTACK = DcmdSpec.named("cpustack")
            .summary("print the stack of a vCPU")
            .address(AddressUse.OPTIONAL)
            .operands("[cnt]")
            .option(OptionSpec.flag('k', "with functions as a Linux kernel names them: name+0xoffset/0xsize [module]"))
            .option(OptionSpec.flag('v', "with frame pointers and all arguments, as $C"))
            .option(OptionSpec.flag('a', "of every vCPU, each under a line that names it"))
            .option(OptionSpec.number('c', "cpuid", "of the vCPU with this index"))
            .description(
                    "Follows the stack that the frame pointer of a vCPU leads to. The first line is the function that its frame returns to: the "
                            + "function that the vCPU was in is in ::cpuregs. In a Linux guest the stack begins with that function, and a vCPU that was in user mode "
                            + "has none: a line says so, above its registers. An address stands for a vCPU: that of a cpu_t in a Solaris guest, of an rq in a Linux one, or "
                            + "an index; -c wins over it. Without any of them it is the vCPU on which a Linux kernel panicked, else vCPU 0.\n\n"
                            + WALK
                            + "\n\nA count limits the arguments of a line; 6 when not given, in the default radix.")
            .example("::cpustack -c 0", "the stack of vCPU 0")
            .example("::cpustack -a 0", "the stacks of all vCPUs, without arguments")
            .build();

    private StackDcmds() {}

    private static DcmdSpec.Builder stack(String name, String alias) {
        return DcmdSpec.named(name, alias)
                .address(AddressUse.OPTIONAL)
                .operands("[cnt]")
                .option(OptionSpec.flag(
                        'k', "with functions as a Linux kernel names them: name+0xoffset/0xsize [module]"))
                .option(OptionSpec.flag('n', "without arguments"))
                .option(OptionSpec.flag('s', "with the bytes of each frame, as far as the next one tells"))
                .option(OptionSpec.flag('t', "with the types of functions and arguments, where they are recorded"));
    }

    static List<Dcmd> all() {
        return List.of(
                new Declared(STACK, in -> stack(in, false)),
                new Declared(STACKREGS, in -> stack(in, true)),
                new Declared(CPUSTACK, StackDcmds::cpustack));
    }

    private static Status stack(Invocation in, boolean registers) {
        if (in.arguments().size() > 1) {
            return Status.USAGE;
        }
        boolean framePointers = registers || in.has('v');
        int arguments = in.has('n') ? 0 : arguments(in, registers);
        Style style = style(in, arguments, framePointers).with(in.has('s'), in.has('t'));
        if (in.hasAddress()) {
            return ofTask(in, style).orElseGet(() -> walk(in, style, Unwinder.Start.atFrame(in.address())));
        }
        Optional<Vcpu> first = in.target().vcpus().stream().findFirst();
        return first.isPresent() && hasNoKernelStack(in, first.get())
                ? userMode(in, first.get())
                : walk(in, style, current(in));
    }

    private static Style style(Invocation in, int arguments, boolean framePointers) {
        Style style = framePointers ? Style.withFramePointers(arguments) : Style.plain(arguments);
        return (in.has('v') ? style.withRegisters() : style).inKernelForm(in.has('k'));
    }

    private static Unwinder.Start current(Invocation in) {
        RegisterSet registers = in.target()
                .registers()
                .orElseThrow(() -> new DcmdException("the image has no vCPU, and so no registers to start from"));
        return start(registers);
    }

    private static Unwinder.Start start(RegisterSet registers) {
        return new Unwinder.Start(value(registers, "ip"), value(registers, "sp"), value(registers, "bp"));
    }

    private static long value(RegisterSet registers, String name) {
        return registers
                .value((registers.wordSize() == Long.BYTES ? "r" : "e") + name)
                .orElse(0);
    }

    private static int arguments(Invocation in, boolean all) {
        if (in.arguments().isEmpty()) {
            return all ? StackListing.ALL_ARGUMENTS : DEFAULT_ARGUMENTS;
        }
        long count = in.value(in.arguments().getFirst());
        return all && count != 0
                ? StackListing.ALL_ARGUMENTS
                : Math.clamp(count & Long.MAX_VALUE, 0, StackListing.ALL_ARGUMENTS);
    }

    private static Status walk(Invocation in, Style style, Unwinder.Start start) {
        return walk(in, style, start, OptionalInt.empty());
    }

    private static Status walk(Invocation in, Style style, Unwinder.Start start, OptionalInt vcpu) {
        return new StackListing(in.out().layout(), in.target().guest(), style)
                .emit(in, StackListing.unwinder(in.target()).unwind(start), vcpu);
    }

    /** The stack of the task at an address of a Linux guest; empty where there is none. */
    private static Optional<Status> ofTask(Invocation in, Style style) {
        if (!(in.target().guest() instanceof LinuxGuest guest)) {
            return Optional.empty();
        }
        return guest.task(in.address()).map(task -> {
            TaskStack stack = TaskStacks.of(guest, in.target().vcpus()).of(task);
            if (stack.frames().isEmpty() && stack.sound()) {
                in.out()
                        .emit(new Fields()
                                .address("thread", task.address())
                                .text("end", stack.reason())
                                .row("thread " + Long.toHexString(task.address()) + ": " + stack.reason()));
                return Status.OK;
            }
            return new StackListing(in.out().layout(), guest, style).emit(in, stack.unwind());
        });
    }

    private static Status cpustack(Invocation in) {
        if (in.arguments().size() > 1) {
            return Status.USAGE;
        }
        boolean verbose = in.has('v');
        Style style = style(in, arguments(in, verbose), verbose);
        if (in.has('a')) {
            if (in.hasAddress() || in.number('c').isPresent()) {
                in.warn("only one of an address, -a and -c may be given");
                return Status.USAGE;
            }
            return all(in, style);
        }
        OptionalLong chosen = in.number('c');
        long index = chosen.isPresent()
                ? chosen.getAsLong()
                : in.hasAddress()
                        ? VcpuChoice.index(in.target(), in.address())
                        : in.target().guest().stoppedVcpu().orElse(0);
        return stackOf(in, style, VcpuChoice.vcpu(in.target(), index));
    }

    private static Status all(Invocation in, Style style) {
        Status status = Status.OK;
        for (Vcpu vcpu : in.target().vcpus()) {
            if (!in.isPipeOutput()) {
                in.out().emit(new Emission.Header("vCPU " + vcpu.index() + ":"));
            }
            if (stackOf(in, style, vcpu) != Status.OK) {
                status = Status.ERROR;
            }
        }
        return status;
    }

    private static Status stackOf(Invocation in, Style style, Vcpu vcpu) {
        if (!(in.target().guest() instanceof LinuxGuest)) {
            return walk(in, style, Unwinder.Start.atFrame(value(vcpu.registers(), "bp")), OptionalInt.of(vcpu.index()));
        }
        return vcpu.kernelMode()
                ? walk(in, style, start(vcpu.registers()), OptionalInt.of(vcpu.index()))
                : userMode(in, vcpu);
    }

    /** In user mode a Linux kernel has nothing on its stack: what lies there is of the last time that it was in the kernel. */
    private static boolean hasNoKernelStack(Invocation in, Vcpu vcpu) {
        return in.target().guest() instanceof LinuxGuest guest
                && guest.savedRegisters().isEmpty()
                && !vcpu.kernelMode();
    }

    private static Status userMode(Invocation in, Vcpu vcpu) {
        Emission.Row registers = RegisterLayout.of(in.out().layout(), vcpu);
        in.out()
                .emit(new Emission.Row(
                        registers.fields(),
                        String.format(
                                        Locale.ROOT,
                                        "vCPU %d was in user mode at %x: nothing is on its kernel stack%n",
                                        vcpu.index(),
                                        value(vcpu.registers(), "ip"))
                                + registers.text(),
                        registers.piped()));
        return Status.OK;
    }
}
