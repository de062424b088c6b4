package dev.xmdb.dcmds.xpv;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.interrupt.Handler;
import dev.xmdb.target.guest.solaris.interrupt.HandlerLists;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import java.util.List;
import java.util.Locale;

/** {@code ::softint}. */
final class SoftInterruptDcmd {
    private static final String COLUMNS = "ADDR             PEND PIL ARG1             ARG2            ";

    private static final DcmdSpec SOFTINT = DcmdSpec.named("softint")
            .summary("print the soft interrupts and their handlers")
            .option(OptionSpec.flag('d', "name drivers instead of interrupt service routines"))
            .description(
                    "Prints every handler that waits for a soft interrupt, level by level: the address of its entry, whether it is pending, its level, its two arguments "
                            + "and the function. A pipe receives the addresses of the entries.")
            .example("::softint", "every handler of a soft interrupt")
            .guest(SolarisGuest.KIND)
            .build();

    private SoftInterruptDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(SOFTINT, SoftInterruptDcmd::softint));
    }

    private static Status softint(Invocation in) {
        SolarisGuest kernel = SolarisKernel.of(in.target());
        HandlerLists lists = HandlerLists.read(kernel, "softvect");
        InterruptText text = new InterruptText(in, kernel);
        text.header(COLUMNS);
        boolean sound = true;
        for (int level = 0; level < lists.count(); level++) {
            HandlerLists.Handlers handlers = lists.handlers(level);
            for (Handler handler : handlers.all()) {
                row(in, kernel, text, handler);
            }
            handlers.faults().forEach(in::warn);
            sound &= handlers.faults().isEmpty();
        }
        return sound ? Status.OK : Status.ERROR;
    }

    private static void row(Invocation in, SolarisGuest kernel, InterruptText text, Handler handler) {
        boolean pending = pending(kernel, handler);
        Fields fields = new Fields()
                .address("addr", handler.address())
                .truth("pend", pending)
                .quantity("pil", handler.level())
                .address("arg1", handler.argument1())
                .address("arg2", handler.argument2());
        String left = String.format(
                Locale.ROOT,
                "%-16x %-2d   %-2d  %-16x %-16x",
                handler.address(),
                pending ? 1 : 0,
                handler.level(),
                handler.argument1(),
                handler.argument2());
        in.out().emit(fields.row(left + text.handlers(List.of(handler), fields), handler.address()));
    }

    /** The handle of a soft interrupt says for which CPUs it is pending. */
    private static boolean pending(SolarisGuest kernel, Handler handler) {
        var layout = kernel.types()
                .find("struct av_softinfo")
                .map(type -> new StructLayout(kernel.types(), type))
                .filter(found -> found.has("av_pending"));
        if (handler.id() == 0 || layout.isEmpty()) {
            return false;
        }
        var member = layout.get().member("av_pending");
        try {
            long at = handler.id() + member.offset();
            for (long done = 0; done < Math.min(member.bitWidth(), 4096) / Byte.SIZE; done++) {
                if (kernel.memory().readByte(at + done) != 0) {
                    return true;
                }
            }
        } catch (MemoryFaultException unreadable) {
            return false;
        }
        return false;
    }
}
