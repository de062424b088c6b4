package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.target.disassembly.CpuMode;
import dev.xmdb.target.disassembly.DisassemblerException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code ::dis}, and which processor mode it assumes: {@code ::dismode}, {@code ::disasms}. */
final class DisassemblyDcmds {
    private static final DcmdSpec DIS = DcmdSpec.named("dis")
            .summary("disassemble a function, or around an address")
            .address(AddressUse.OPTIONAL)
            .operands("[addr]")
            .option(OptionSpec.flag('a', "print addresses as numbers"))
            .option(OptionSpec.flag('b', "print addresses as numbers and as symbols"))
            .option(OptionSpec.flag('f', "read from the object file: the same as virtual memory here"))
            .option(OptionSpec.flag('w', "print a window also where a function begins"))
            .option(OptionSpec.number(
                    'n',
                    "count",
                    "instructions before and after the address, 10 otherwise; after it where a function begins"))
            .description(
                    "At an address where a function begins, prints the function. Elsewhere prints a window: the instruction at "
                            + "the address with ten before and ten after it. The address is the argument, which stands behind the options, or the address given, or dot. "
                            + "Afterwards dot is the address after the last instruction.\n\n"
                            + "What a branch, or an operand relative to %rip, goes to or names is a signed distance from the next instruction, with "
                            + "the address in angle brackets behind it; so is an immediate that a symbol covers. A byte that begins no "
                            + "instruction is shown as such and passed over. The bytes are those in the image: what the kernel patched in its own "
                            + "text is shown as it ran.\n\n"
                            + "A pipe receives the addresses of the instructions.\n\n"
                            + "The system's libcapstone, version 3 to 5, decodes; it is not part of xmdb. The environment variable "
                            + "XMDB_CAPSTONE names another library's file.")
            .example("linux", "do_nanosleep::dis", "a function")
            .example("linux", "do_nanosleep+7b::dis -n 2", "the instruction there, two before and two after it")
            .example("linux", "do_nanosleep::dis -a -n 4", "the first five instructions, with addresses as numbers")
            .example("solaris", "swtch::dis -b", "a function, with addresses as numbers and as symbols")
            .example("solaris", "<rip::dis -n 2", "where vCPU 0 was, with two instructions before and after")
            .build();

    private static final DcmdSpec MODE = DcmdSpec.named("dismode", "$V")
            .summary("print or set the processor mode of the disassembler")
            .operands("[mode]")
            .description(
                    "Without an argument prints the mode; ::disasms lists them. The mode follows the target's pointers until it is set.")
            .example("::dismode", "prints: disassembly mode is amd64")
            .build();

    private static final DcmdSpec MODES = DcmdSpec.named("disasms")
            .summary("list the processor modes of the disassembler")
            .description("These are the names that ::dismode takes.")
            .example("::disasms", "lists them")
            .build();

    private DisassemblyDcmds() {}

    static List<Dcmd> all() {
        return List.of(
                new Declared(DIS, DisassemblyDcmds::dis),
                new Declared(MODE, DisassemblyDcmds::mode),
                new Declared(MODES, DisassemblyDcmds::modes));
    }

    private static Status dis(Invocation in) {
        if (in.has('a') && in.has('b')) {
            in.warn("only one of -a and -b may be given");
            return Status.USAGE;
        }
        var arguments = in.arguments();
        if (arguments.size() > 1) {
            return Status.USAGE;
        }
        long address = arguments.isEmpty() ? in.address() : in.value(arguments.getLast());
        try {
            new DisassemblyListing(in).print(address);
        } catch (DisassemblerException missing) {
            throw new DcmdException(String.valueOf(missing.getMessage()));
        }
        return Status.OK;
    }

    private static Status mode(Invocation in) {
        List<String> words = Words.texts(in);
        if (words.size() > 1) {
            return Status.USAGE;
        }
        if (!words.isEmpty()) {
            String name = words.getFirst();
            in.session()
                    .settings()
                    .cpuMode(CpuMode.named(name)
                            .orElseThrow(() -> new DcmdException("failed to set disassembly mode to " + name
                                    + ": unknown disassembler name; expected one of " + names())));
        }
        String title = in.session().cpuMode().title();
        in.out().emit(new Fields().text("mode", title).row("disassembly mode is " + title));
        return Status.OK;
    }

    private static String names() {
        return Arrays.stream(CpuMode.values()).map(CpuMode::title).collect(Collectors.joining(", "));
    }

    private static Status modes(Invocation in) {
        for (CpuMode mode : CpuMode.values()) {
            String description = "x86, " + mode.bytes() * Byte.SIZE + "-bit code";
            in.out()
                    .emit(new Fields()
                            .text("mode", mode.title())
                            .text("description", description)
                            .row(String.format(Locale.ROOT, "%-24s - %s", mode.title(), description)));
        }
        return Status.OK;
    }
}
