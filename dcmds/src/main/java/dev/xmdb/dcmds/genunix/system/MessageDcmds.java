package dev.xmdb.dcmds.genunix.system;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.ListWalker;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.Walker;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.TextFormat;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.log.LogMessage;
import dev.xmdb.target.guest.solaris.log.MessageLog;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code ::msgbuf}, and the walkers {@code b_next} and {@code b_cont}. */
final class MessageDcmds {
    private static final TextFormat VERBOSE = TextFormat.of("%Y %?p ");
    private static final TextFormat TIME = TextFormat.of("%Y ");

    private static final DcmdSpec MSGBUF = DcmdSpec.named("msgbuf")
            .summary("print the messages that the kernel logged last")
            .address(AddressUse.OPTIONAL)
            .guest(SolarisGuest.KIND)
            .option(OptionSpec.flag('v', "with the time of each message and the address of its log_ctl_t"))
            .option(OptionSpec.flag('t', "with the time of each message"))
            .description(
                    "Prints the messages, oldest first; with the address of a message block (mblk_t), that one. Times are local.")
            .example("::msgbuf", "prints the messages")
            .example("::msgbuf -v", "prints them with their times")
            .build();

    private MessageDcmds() {}

    static List<Dcmd> dcmds() {
        return List.of(new Declared(MSGBUF, MessageDcmds::msgbuf));
    }

    static List<Walker> walkers() {
        return List.of(
                new ListWalker(
                        "b_next",
                        "message blocks of a queue, from one on",
                        AddressUse.REQUIRED,
                        (kernel, walk) -> Optional.ofNullable(MessageLog.of(kernel)
                                .chain()
                                .follow(walk.start().orElseThrow(), walk::deliver)
                                .fault())),
                new ListWalker(
                        "b_cont",
                        "message blocks of one message, from one on",
                        AddressUse.REQUIRED,
                        (kernel, walk) -> Optional.ofNullable(MessageLog.of(kernel)
                                .parts()
                                .follow(walk.start().orElseThrow(), walk::deliver)
                                .fault())));
    }

    private static Status msgbuf(Invocation in) {
        if (in.has('v') && in.has('t')) {
            return Status.USAGE;
        }
        MessageLog log = MessageLog.of(SolarisKernel.of(in.target()));
        if (in.hasAddress()) {
            header(in, !in.isLoop() || in.isLoopFirst());
            print(in, log, in.address());
            return Status.OK;
        }
        header(in, true);
        boolean[] failed = {false};
        Chain.End end = log.blocks(block -> {
            in.checkInterrupted();
            try {
                print(in, log, block);
            } catch (DcmdException unreadable) {
                in.warn(String.valueOf(unreadable.getMessage()));
                failed[0] = true;
            }
            return true;
        });
        String fault = end.fault();
        if (fault != null) {
            in.warn(fault);
        }
        return fault != null || failed[0] ? Status.ERROR : Status.OK;
    }

    private static void header(Invocation in, boolean first) {
        if (!first || in.isPipeOutput()) {
            return;
        }
        int digits = in.session().layout().pointerDigits();
        in.out()
                .emit(new Emission.Header(
                        in.has('v')
                                ? String.format(
                                        Locale.ROOT, "%20s %" + digits + "s %-40s", "TIMESTAMP", "LOGCTL", "MESSAGE")
                                : in.has('t')
                                        ? String.format(Locale.ROOT, "%20s %-70s", "TIMESTAMP", "MESSAGE")
                                        : String.format(Locale.ROOT, "%-70s", "MESSAGE")));
    }

    private static void print(Invocation in, MessageLog log, long block) {
        LogMessage message = Reading.of("msgb structure at " + Long.toHexString(block), () -> log.message(block));
        var time = new Value.Quantity(message.time());
        var control = new Value.Address(message.control());
        String lead = "";
        if (in.has('v')) {
            lead = VERBOSE.format(in.out().layout(), List.of(time, control));
        } else if (in.has('t')) {
            lead = TIME.format(in.out().layout(), List.of(time));
        }
        in.out()
                .emit(new Fields()
                        .quantity("timestamp", message.time())
                        .add("logctl", control)
                        .text("message", message.text())
                        .row(lead + line(message.text()), block));
    }

    /** A message as it is printed: it brings the end of its line, and may begin with a carriage return. */
    private static String line(String text) {
        String from = text.startsWith("\r") ? text.substring(1) : text;
        return from.endsWith("\n") ? from.substring(0, from.length() - 1) : from;
    }
}
