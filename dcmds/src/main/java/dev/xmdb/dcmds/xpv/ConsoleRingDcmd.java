package dev.xmdb.dcmds.xpv;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.format.GuestStrings;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.xen.ConsoleRing;
import dev.xmdb.target.xen.RingBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** {@code ::xencons}. */
final class ConsoleRingDcmd {
    private static final DcmdSpec XENCONS = SharedPage.declare(
                    DcmdSpec.named("xencons").summary("print what is in the rings of the Xen console"))
            .address(AddressUse.OPTIONAL)
            .option(OptionSpec.flag('h', "also print what was taken and is still in the rings"))
            .description(
                    "Prints what was typed and the domain has not read, and what the domain wrote and nobody has shown. -h prints before it what was read and shown, as far "
                            + "as the rings still hold it.\n\n"
                            + SharedPage.DESCRIPTION)
            .example(SolarisGuest.KIND, "::xencons", "input that the domain does not take")
            .example(SolarisGuest.KIND, "::xencons -h", "also the last kilobytes of the console")
            .build();

    private ConsoleRingDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(XENCONS, ConsoleRingDcmd::xencons));
    }

    private static Status xencons(Invocation in) {
        SharedPage page = SharedPage.of(in, SharedPage.CONSOLE);
        ConsoleRing ring = ConsoleRing.read(page.memory(), page.address());
        boolean sound = print(in, "typed", "not read by the domain", ring.typed());
        return print(in, "written", "not shown", ring.written()) && sound ? Status.OK : Status.ERROR;
    }

    private static boolean print(Invocation in, String name, String pending, RingBuffer ring) {
        if (!ring.sound()) {
            in.warn(String.format(
                    Locale.ROOT,
                    "the ring of what was %s has %d bytes, and its indices are %d apart: %x to %x",
                    name,
                    ring.size(),
                    ring.produced() - ring.consumed(),
                    ring.consumed(),
                    ring.produced()));
            return false;
        }
        long waiting = ring.produced() - ring.consumed();
        String text = ring.text(ring.consumed(), ring.produced());
        String old = in.has('h') ? ring.text(ring.oldest(), ring.consumed()) : "";
        var lines = new StringBuilder();
        lines.append(String.format(Locale.ROOT, "%s: %d bytes in all, %d %s", name, ring.produced(), waiting, pending));
        if (!old.isEmpty()) {
            lines.append('\n').append(indented(old));
        }
        if (!text.isEmpty()) {
            lines.append('\n')
                    .append(name)
                    .append(", ")
                    .append(pending)
                    .append(": ")
                    .append(quoted(text));
        }
        in.out()
                .emit(new Fields()
                        .text("direction", name)
                        .quantity("bytes", ring.produced())
                        .quantity("pending_bytes", waiting)
                        .text("pending", text)
                        .text("history", old)
                        .row(lines.toString()));
        return true;
    }

    /** What was typed may be nothing but a carriage return. */
    private static String quoted(String text) {
        return '"' + GuestStrings.escape(text.getBytes(StandardCharsets.ISO_8859_1)) + '"';
    }

    /** Lines as a console shows them. */
    private static String indented(String text) {
        return text.replace("\r\n", "\n")
                .replace('\r', '\n')
                .replace("\0", "")
                .stripTrailing()
                .indent(4)
                .stripTrailing();
    }
}
