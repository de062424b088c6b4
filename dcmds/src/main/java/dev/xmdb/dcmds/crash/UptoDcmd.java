package dev.xmdb.dcmds.crash;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;

/** {@code ::upto}: a count that follows from where the memory to be shown ends. */
final class UptoDcmd {
    private static final int OPERANDS = 2;

    private static final DcmdSpec SPEC = DcmdSpec.named("upto")
            .summary("show memory up to an address")
            .option(OptionSpec.number('s', "size", "bytes that the format takes; 8 otherwise"))
            .address(AddressUse.OPTIONAL)
            .operands("end format")
            .description(
                    "Applies a format, which begins with its verb / or \\ and must stand in quotes, to memory from the address on as often as is needed to come to "
                            + "the end: an address, too, or an expression in quotes, at which the first byte not asked for is. An end that is not above the "
                            + "address is an error.")
            .example("<rsp::upto '<rsp+20' '/J'", "the four 8-byte words at the top of the stack of vCPU 0")
            .example("<rsp::upto -s 1 '<rsp+10' '/B'", "the 16 bytes there")
            .build();

    private UptoDcmd() {}

    static Dcmd dcmd() {
        return new Declared(SPEC, UptoDcmd::upto);
    }

    private static Status upto(Invocation in) {
        if (in.arguments().size() != OPERANDS) {
            return Status.USAGE;
        }
        String format = Words.text(in, in.arguments().getLast());
        if (!format.startsWith("/") && !format.startsWith("\\")) {
            throw new DcmdException("a format begins with / or \\: " + format);
        }
        long start = in.address();
        long end = in.value(in.arguments().getFirst());
        long size = in.number('s').orElse(Long.BYTES);
        if (size <= 0) {
            throw new DcmdException("invalid size: 0x" + Long.toHexString(size));
        }
        if (Long.compareUnsigned(end, start) <= 0) {
            throw new DcmdException("invalid ending address: 0x" + Long.toHexString(end) + " is not above 0x"
                    + Long.toHexString(start));
        }
        long count = Long.divideUnsigned(end - start - 1, size) + 1;
        return in.session().execute("0x" + Long.toHexString(start) + ",0x" + Long.toHexString(count) + format, in);
    }
}
