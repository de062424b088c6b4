package dev.xmdb.dcmds.linux.system;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.log.KernelLog;
import dev.xmdb.target.guest.linux.log.LogRecord;
import java.util.ArrayList;
import java.util.List;

/** What this package offers: {@code ::msgbuf} and {@code ::panicinfo}. */
public final class SystemCommands {
    private static final DcmdSpec MSGBUF = DcmdSpec.named("msgbuf")
            .summary("print the messages that the kernel logged last")
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.flag('t', "with the time of each message, in seconds since the kernel's clock began"))
            .description(
                    "Prints the kernel's log, oldest message first. With -t the lines are those of dmesg: every line of a message has its time before it. A "
                            + "message says when records cannot be read; the others are printed.")
            .example("::msgbuf", "prints the messages")
            .example("::msgbuf -t", "prints them with their times")
            .build();

    private SystemCommands() {}

    /** Its commands. */
    public static List<Dcmd> dcmds() {
        return List.of(new Declared(MSGBUF, SystemCommands::msgbuf), PanicDcmd.DCMD);
    }

    private static Status msgbuf(Invocation in) {
        var problems = new ArrayList<String>();
        List<LogRecord> records = KernelLog.read(LinuxKernel.of(in.target()), problems::add);
        for (LogRecord each : records) {
            in.checkInterrupted();
            in.out()
                    .emit(new Fields()
                            .quantity("sequence", each.sequence())
                            .quantity("nanoseconds", each.time())
                            .quantity("level", each.level())
                            .quantity("facility", each.facility())
                            .text("message", each.text())
                            .row(in.has('t') ? String.join("\n", each.lines()) : each.text()));
        }
        problems.forEach(in::warn);
        return problems.isEmpty() ? Status.OK : Status.ERROR;
    }
}
