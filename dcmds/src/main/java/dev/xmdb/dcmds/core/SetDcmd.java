package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Settings;
import dev.xmdb.engine.Status;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** {@code ::set}. */
final class SetDcmd {
    private static final String WITH_ARGUMENT = "osILP";

    private static final DcmdSpec SET = DcmdSpec.named("set")
            .summary("print or change the debugger's settings")
            .operands("[-wF] [+/-o option[,option ...]] [-s distance] [-I path] [-L path] [-P prompt]")
            .parsesItself()
            .description("Without arguments, prints the settings. -o turns options on, +o turns them off:\n\n"
                    + "adb: no prompt, no pager, an empty line repeats the last command\n"
                    + "aliases: understand commands of other debuggers, which ::aliases lists\n"
                    + "array_mem_limit=N, array_str_limit=N: how many members of an array, characters of a string are shown; none for all\n"
                    + "autowrap: begin a new line when a formatted item does not fit\n"
                    + "ignoreeof: the end of input at a terminal does not leave the debugger\n"
                    + "noctf: do not use the guest's type data: commands that take types know those of ::typedef only\n"
                    + "pager: show long output page by page on a terminal\n"
                    + "repeatlast: an empty line repeats the last command\n"
                    + "term=TYPE: the type of the terminal, which ::term prints\n\n"
                    + "Options that concern running programs or loading files are taken as mdb takes them, and change nothing: allow_io_access, "
                    + "follow_exec_mode, follow_fork_mode, latest, lmraw, nomods, nostop, showlmid, stop_on_bpt_nosym, write_readback.\n\n"
                    + "-s sets the symbol matching distance (0 is smart mode), -P the prompt, -I the folders of macro files (see $<): between colons, with "
                    + "%i for the instruction set, %m the machine, %p the platform, %r the root folder, %t the kind of target, %R the release, %V the version "
                    + "of its kernel, %o the old path. -L would be where modules are: all are built in. -w and -F, which make a target writable "
                    + "elsewhere, fail: xmdb never writes to an image.")
            .example("::set", "prints the settings")
            .example("::set -o array_mem_limit=0t64", "shows up to 64 members of an array")
            .example("::set +o pager", "turns the pager off")
            .example(
                    "::set -I %o:/opt/macros/%R",
                    "looks for macro files in one more folder, named by the kernel's release")
            .build();

    private SetDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(SET, SetDcmd::set));
    }

    private static Status set(Invocation in) {
        Iterator<String> words = Words.texts(in).iterator();
        if (!words.hasNext()) {
            print(in);
            return Status.OK;
        }
        while (words.hasNext()) {
            String word = words.next();
            if (word.length() < 2 || (word.charAt(0) != '-' && word.charAt(0) != '+')) {
                return Status.USAGE;
            }
            boolean on = word.charAt(0) == '-';
            char letter = word.charAt(1);
            if (on && (letter == 'w' || letter == 'F')) {
                in.warn("read-only target");
                throw new DcmdException("failed to re-open target for writing");
            }
            if (WITH_ARGUMENT.indexOf(letter) < 0 || (!on && letter != 'o')) {
                in.warn("illegal option -- " + letter);
                return Status.USAGE;
            }
            if (word.length() == 2 && !words.hasNext()) {
                in.warn("option requires an argument -- " + letter);
                return Status.USAGE;
            }
            set(in, letter, on, word.length() > 2 ? word.substring(2) : words.next());
        }
        return Status.OK;
    }

    private static void set(Invocation in, char letter, boolean on, String argument) {
        Settings settings = in.session().settings();
        switch (letter) {
            case 'o' -> SetOptions.change(in, argument, on);
            case 's' -> settings.symbolDistance(SetOptions.number(in, "s", argument));
            case 'I' -> settings.macroPath(settings.macroPath().changedTo(argument));
            case 'L' -> settings.modulePath(settings.modulePath().changedTo(argument));
            default -> settings.prompt(argument);
        }
    }

    private static void print(Invocation in) {
        Settings settings = in.session().settings();
        String macros = in.session().expanded(settings.macroPath());
        String modules = in.session().expanded(settings.modulePath());
        List<String> on = SetOptions.listed(settings);
        var text = new StringBuilder("\n  macro path: ").append(macros);
        text.append("\n\n module path: ").append(modules).append("\n\n");
        append(text, "symbol matching distance", SettingDcmds.distanceText(in));
        append(text, "array member print limit", SetOptions.limitText(settings.arrayMemberLimit()));
        append(text, "array string print limit", SetOptions.limitText(settings.arrayStringLimit()));
        append(text, "command prompt", '"' + settings.prompt() + '"');
        append(text, "debugger options", String.join(", ", on));
        append(text, "target options", "read-only");
        in.out()
                .emit(new Fields()
                        .text("macro_path", macros)
                        .text("module_path", modules)
                        .quantity("symbol_distance", settings.symbolDistance())
                        .quantity("array_mem_limit", settings.arrayMemberLimit())
                        .quantity("array_str_limit", settings.arrayStringLimit())
                        .text("prompt", settings.prompt())
                        .texts("options", SetOptions.on(settings))
                        .row(text.toString()));
    }

    private static void append(StringBuilder text, String label, String value) {
        text.append(String.format(Locale.ROOT, "%25s: %s\n", label, value));
    }
}
