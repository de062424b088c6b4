package dev.xmdb.dcmds.core.input;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import java.util.List;

/** The world around a session: {@code ::cat ::term}. */
final class FileDcmds {
    private static final DcmdSpec CAT = DcmdSpec.named("cat")
            .summary("print files")
            .operands("file ...")
            .parsesItself()
            .description("Prints the lines of each file. What a terminal would take for a command is escaped.")
            .example("::cat /proc/version", "prints what kernel the debugger itself runs on")
            .build();

    private static final DcmdSpec TERM = DcmdSpec.named("term")
            .summary("print the type of the terminal")
            .description("Prints the type of the terminal, as the environment or ::set -o term says it.")
            .example("::set -o term=vt100; ::term", "prints: vt100")
            .build();

    private FileDcmds() {}

    static List<Dcmd> all() {
        return List.of(new Declared(CAT, FileDcmds::cat), new Declared(TERM, FileDcmds::term));
    }

    private static Status cat(Invocation in) {
        List<String> names = Words.texts(in);
        if (names.isEmpty()) {
            return Status.USAGE;
        }
        names.forEach(name -> in.session().show(name, in));
        return Status.OK;
    }

    private static Status term(Invocation in) {
        String type = in.session().settings().terminal();
        String shown = type.isEmpty() ? "unknown" : type;
        in.out().emit(new Fields().text("terminal", shown).row(shown));
        return Status.OK;
    }
}
