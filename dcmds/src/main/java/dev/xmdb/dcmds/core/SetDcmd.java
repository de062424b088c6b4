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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** {@code ::set}. */
final class SetDcmd {
    private static final int UNLIMITED = -1;

    private static final List<Switch> SWITCHES = List.of(
            new Switch("aliases", Settings::aliases, Settings::aliases),
            new Switch("autowrap", Settings::autowrap, Settings::autowrap),
            new Switch("pager", Settings::pager, Settings::pager),
            new Switch("repeatlast", Settings::repeatLast, Settings::repeatLast));

    private static final List<Limit> LIMITS = List.of(
            new Limit("array_mem_limit", Settings::arrayMemberLimit, Settings::arrayMemberLimit),
            new Limit("array_str_limit", Settings::arrayStringLimit, Settings::arrayStringLimit));

    private static final DcmdSpec SET = DcmdSpec.named("set")
            .summary("print or change the debugger's settings")
            .operands("[+/-o option[,option ...]] [-s distance] [-P prompt]")
            .parsesItself()
            .description("Without arguments, prints the settings. -o turns options on, +o turns them off:\n\n"
                    + "aliases: understand commands of other debuggers, which ::aliases lists\n"
                    + "autowrap: begin a new line when a formatted item does not fit\n"
                    + "pager: show long output page by page on a terminal\n"
                    + "repeatlast: an empty line repeats the last command\n"
                    + "array_mem_limit=N, array_str_limit=N: how many members of an array, characters of a string are shown; none for all\n\n"
                    + "-s sets the symbol matching distance (0 is smart mode), -P the prompt. -w and -F, which make a target writable elsewhere, fail: "
                    + "xmdb never writes to an image.")
            .example("::set", "prints the settings")
            .example("::set -o array_mem_limit=0t64", "shows up to 64 members of an array")
            .example("::set +o pager", "turns the pager off")
            .build();

    /** An option that is on or off. */
    private record Switch(String name, Predicate<Settings> isOn, BiConsumer<Settings, Boolean> turn) {}

    /** An option with a number, -1 for no limit. */
    private record Limit(String name, ToIntFunction<Settings> value, ObjIntConsumer<Settings> change) {}

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
            char letter = word.charAt(1);
            if (letter == 'w' || letter == 'F') {
                throw new DcmdException("target is read-only: xmdb never writes to an image");
            }
            if ("osP".indexOf(letter) < 0 || (word.charAt(0) == '+' && letter != 'o')) {
                in.warn("illegal option -- " + letter);
                return Status.USAGE;
            }
            if (word.length() == 2 && !words.hasNext()) {
                in.warn("option requires an argument -- " + letter);
                return Status.USAGE;
            }
            String argument = word.length() > 2 ? word.substring(2) : words.next();
            Settings settings = in.session().settings();
            switch (letter) {
                case 'o' -> options(in, argument, word.charAt(0) == '-');
                case 's' -> settings.symbolDistance(number(in, "s", argument));
                default -> settings.prompt(argument);
            }
        }
        return Status.OK;
    }

    private static void options(Invocation in, String list, boolean on) {
        for (String option : list.split(",", -1)) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            Settings settings = in.session().settings();
            for (Switch known : SWITCHES) {
                if (known.name.equals(name)) {
                    if (equals >= 0) {
                        throw new DcmdException("option does not accept an argument -- " + name);
                    }
                    known.turn.accept(settings, on);
                    name = "";
                }
            }
            for (Limit known : LIMITS) {
                if (known.name.equals(name)) {
                    if (equals < 0 && on) {
                        throw new DcmdException("option requires an argument -- " + name);
                    }
                    known.change.accept(settings, on ? limit(in, name, option.substring(equals + 1)) : UNLIMITED);
                    name = "";
                }
            }
            if (!name.isEmpty() || option.isEmpty()) {
                throw new DcmdException("invalid debugger option -- " + option);
            }
        }
    }

    private static int limit(Invocation in, String name, String argument) {
        if (argument.equals("none")) {
            return UNLIMITED;
        }
        long value = number(in, name, argument);
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw invalid(name, argument);
        }
        return (int) value;
    }

    private static long number(Invocation in, String name, String argument) {
        try {
            return in.session().evaluate(argument, in.session().dot());
        } catch (DcmdException e) {
            throw invalid(name, argument);
        }
    }

    private static DcmdException invalid(String name, String argument) {
        return new DcmdException(String.format(Locale.ROOT, "invalid argument for option %s -- %s", name, argument));
    }

    private static void print(Invocation in) {
        Settings settings = in.session().settings();
        var on = new ArrayList<String>();
        for (Switch known : SWITCHES) {
            if (known.isOn.test(settings)) {
                on.add(known.name);
            }
        }
        var text = new StringBuilder("\n");
        append(text, "symbol matching distance", SettingDcmds.distanceText(in));
        for (Limit limit : LIMITS) {
            int value = limit.value.applyAsInt(settings);
            append(
                    text,
                    limit.name.equals("array_mem_limit") ? "array member print limit" : "array string print limit",
                    value == UNLIMITED ? "none" : Integer.toString(value));
        }
        append(text, "command prompt", '"' + settings.prompt() + '"');
        append(text, "debugger options", String.join(", ", on));
        append(text, "target options", "read-only");
        in.out()
                .emit(new Fields()
                        .quantity("symbol_distance", settings.symbolDistance())
                        .quantity("array_mem_limit", settings.arrayMemberLimit())
                        .quantity("array_str_limit", settings.arrayStringLimit())
                        .text("prompt", settings.prompt())
                        .texts("options", on)
                        .row(text.toString()));
    }

    private static void append(StringBuilder text, String label, String value) {
        text.append(String.format(Locale.ROOT, "%25s: %s\n", label, value));
    }
}
