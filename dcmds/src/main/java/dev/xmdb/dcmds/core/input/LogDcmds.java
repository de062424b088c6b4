package dev.xmdb.dcmds.core.input;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.SessionLog;
import dev.xmdb.engine.Status;
import java.util.List;

/** The log: {@code ::log $>}. */
final class LogDcmds {
    private static final DcmdSpec LOG = DcmdSpec.named("log")
            .summary("copy what is typed and printed to a file")
            .option(OptionSpec.flag('d', "end the log"))
            .option(OptionSpec.flag('e', "begin or go on; so it is without an option, too"))
            .operands("[file]")
            .description(
                    "With a file, adds everything that is typed, printed and told from now on to its end; a file that is made can be read by its "
                            + "owner only. -e without a file goes on with the last one. Without arguments, says which file it is. "
                            + "Output of shell commands and lines of macros are not copied. With -o jsonl the log has the same form, "
                            + "with what is typed and told in objects of the commands input and message.")
            .example("::log", "says whether there is a log")
            .build();

    private static final DcmdSpec SHORT = DcmdSpec.named("$>")
            .summary("begin a log, or end it")
            .operands("[file]")
            .parsesItself()
            .description("With a file, begins a log as ::log does; without one, ends it.")
            .build();

    private LogDcmds() {}

    static List<Dcmd> all() {
        return List.of(new Declared(LOG, LogDcmds::log), new Declared(SHORT, LogDcmds::begin));
    }

    private static Status log(Invocation in) {
        List<String> words = Words.texts(in);
        if (words.size() > 1 || (in.has('d') && (in.has('e') || !words.isEmpty()))) {
            return Status.USAGE;
        }
        if (in.has('d')) {
            return end(in);
        }
        if (words.isEmpty() && !in.has('e')) {
            return tell(in);
        }
        SessionLog log = in.session().log();
        if (words.isEmpty()) {
            log.enable();
        } else {
            log.enable(words.getFirst());
        }
        emit(in, "logging to " + quoted(log));
        return Status.OK;
    }

    private static Status begin(Invocation in) {
        List<String> words = Words.texts(in);
        if (words.size() > 1) {
            return Status.USAGE;
        }
        if (words.isEmpty()) {
            return end(in);
        }
        in.session().log().enable(words.getFirst());
        emit(in, "logging to " + quoted(in.session().log()));
        return Status.OK;
    }

    private static Status end(Invocation in) {
        if (!in.session().log().enabled()) {
            throw new DcmdException("logging is already disabled");
        }
        in.session().log().disable();
        return Status.OK;
    }

    private static Status tell(Invocation in) {
        SessionLog log = in.session().log();
        emit(
                in,
                log.file().isEmpty()
                        ? "no log is active"
                        : "logging to " + quoted(log) + " is currently " + (log.enabled() ? "enabled" : "disabled"));
        return Status.OK;
    }

    private static void emit(Invocation in, String sentence) {
        SessionLog log = in.session().log();
        in.out()
                .emit(new Fields()
                        .text("file", log.file().orElse(""))
                        .truth("enabled", log.enabled())
                        .row("xmdb: " + sentence));
    }

    private static String quoted(SessionLog log) {
        return '"' + log.file().orElse("") + '"';
    }
}
