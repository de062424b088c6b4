package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import java.util.List;

/** Modules of the debugger: {@code ::load ::unload}. */
final class ModuleDcmds {
    private static final String SUFFIX = ".so";

    private static final DcmdSpec LOAD = DcmdSpec.named("load")
            .summary("load a module of the debugger")
            .option(OptionSpec.flag('s', "say nothing when that fails"))
            .operands("module")
            .description(
                    "All modules are built in and loaded at the start; this brings back the commands and walkers of one that was unloaded.")
            .example("::unload xpv; ::load xpv", "the commands of xpv go and come back")
            .build();

    private static final DcmdSpec UNLOAD = DcmdSpec.named("unload")
            .summary("unload a module of the debugger")
            .operands("module")
            .description(
                    "Its commands and walkers are unknown from now on, and where another module has one of the same name, that is found. "
                            + "::dmods lists modules. The module core cannot be unloaded.")
            .example("::unload xpv; ::load xpv", "the commands of xpv go and come back")
            .build();

    private ModuleDcmds() {}

    static List<Dcmd> all() {
        return List.of(new Declared(LOAD, ModuleDcmds::load), new Declared(UNLOAD, ModuleDcmds::unload));
    }

    private static Status load(Invocation in) {
        List<String> words = Words.texts(in);
        if (words.size() != 1) {
            return Status.USAGE;
        }
        try {
            in.session().load(moduleName(words.getFirst()));
        } catch (DcmdException e) {
            if (in.has('s')) {
                return Status.ERROR;
            }
            throw e;
        }
        return Status.OK;
    }

    private static Status unload(Invocation in) {
        List<String> words = Words.texts(in);
        if (words.size() != 1) {
            return Status.USAGE;
        }
        String name = moduleName(words.getFirst());
        if (name.equals(CoreModule.NAME)) {
            throw new DcmdException("failed to unload " + name + ": cannot unload built-in module");
        }
        in.session().unload(name);
        return Status.OK;
    }

    /** A module's name, which may be given as the file that it is in elsewhere. */
    private static String moduleName(String word) {
        String file = word.substring(word.lastIndexOf('/') + 1);
        return file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : file;
    }
}
