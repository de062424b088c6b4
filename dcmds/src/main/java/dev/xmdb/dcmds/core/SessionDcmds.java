package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.Version;
import java.util.List;

/** The session itself: {@code ::quit $q ::version}. */
final class SessionDcmds {
    private static final DcmdSpec QUIT = DcmdSpec.named("quit", "$q", "$Q", "$%")
            .summary("leave the debugger")
            .description("Ends the session after this command. Nothing is lost: an image is never changed.")
            .example("::quit", "leaves")
            .build();

    private static final DcmdSpec VERSION = DcmdSpec.named("version")
            .summary("print the debugger's version")
            .description("Prints the program's name and version.")
            .example("::version", "prints the version")
            .build();

    private SessionDcmds() {}

    static List<Dcmd> all() {
        return List.of(new Declared(QUIT, SessionDcmds::quit), new Declared(VERSION, SessionDcmds::version));
    }

    private static Status quit(Invocation in) {
        in.session().quit();
        return Status.OK;
    }

    private static Status version(Invocation in) {
        String version = Version.current();
        in.out().emit(new Fields().text("version", version).row("xmdb " + version));
        return Status.OK;
    }
}
