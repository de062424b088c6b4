package dev.xmdb.dcmds.core;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Settings;
import dev.xmdb.engine.Suggestions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The options of {@code ::set -o}. */
final class SetOptions {
    private static final int UNLIMITED = -1;
    private static final String EXEC_MODE = "follow_exec_mode";
    private static final String FORK_MODE = "follow_fork_mode";
    private static final String TERMINAL = "term";

    /** What mdb knows and an image has no use for. */
    private static final List<String> INERT = List.of(
            "allow_io_access",
            "latest",
            "lmraw",
            "noctf",
            "nomods",
            "nostop",
            "showlmid",
            "stop_on_bpt_nosym",
            "write_readback");

    private static final List<Switch> SWITCHES = Stream.concat(
                    Stream.of(
                            new Switch("adb", Settings::adb, Settings::adb),
                            new Switch("aliases", Settings::aliases, Settings::aliases),
                            new Switch("autowrap", Settings::autowrap, Settings::autowrap),
                            new Switch("ignoreeof", Settings::ignoresEnd, Settings::ignoresEnd),
                            new Switch("pager", Settings::pager, Settings::pager),
                            new Switch("repeatlast", Settings::repeatLast, Settings::repeatLast)),
                    INERT.stream()
                            .map(name -> new Switch(
                                    name,
                                    settings -> settings.hasFlag(name),
                                    (settings, on) -> settings.flag(name, on))))
            .sorted(Comparator.comparing(Switch::name))
            .toList();

    private static final List<Limit> LIMITS = List.of(
            new Limit("array_mem_limit", Settings::arrayMemberLimit, Settings::arrayMemberLimit),
            new Limit("array_str_limit", Settings::arrayStringLimit, Settings::arrayStringLimit));

    /** An option that is on or off. */
    private record Switch(String name, Predicate<Settings> isOn, BiConsumer<Settings, Boolean> turn) {}

    /** An option with a number, -1 for no limit. */
    private record Limit(String name, ToIntFunction<Settings> value, ObjIntConsumer<Settings> change) {}

    private SetOptions() {}

    /** Turns the options of a list on or off. */
    static void change(Invocation in, String list, boolean on) {
        for (String option : list.split(",", -1)) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            if (!turned(in, name, equals >= 0, on)
                    && !limited(in, name, equals < 0 ? null : option.substring(equals + 1), on)
                    && !chosen(in, name, equals < 0 ? null : option.substring(equals + 1), on)) {
                throw new DcmdException("invalid debugger option -- " + option, () -> Suggestions.word(name, names()));
            }
        }
    }

    private static List<String> names() {
        return Stream.of(
                        SWITCHES.stream().map(Switch::name),
                        LIMITS.stream().map(Limit::name),
                        Stream.of(EXEC_MODE, FORK_MODE, TERMINAL))
                .flatMap(each -> each)
                .toList();
    }

    private static boolean turned(Invocation in, String name, boolean hasArgument, boolean on) {
        for (Switch known : SWITCHES) {
            if (known.name.equals(name)) {
                if (hasArgument) {
                    throw new DcmdException("option does not accept an argument -- " + name);
                }
                known.turn.accept(in.session().settings(), on);
                return true;
            }
        }
        return false;
    }

    private static boolean limited(Invocation in, String name, @Nullable String argument, boolean on) {
        for (Limit known : LIMITS) {
            if (known.name.equals(name)) {
                known.change.accept(
                        in.session().settings(), on ? limit(in, name, required(name, argument)) : UNLIMITED);
                return true;
            }
        }
        return false;
    }

    private static boolean chosen(Invocation in, String name, @Nullable String argument, boolean on) {
        Settings settings = in.session().settings();
        switch (name) {
            case EXEC_MODE ->
                settings.execMode(on ? one(name, required(name, argument), "ask", "stop", "follow") : "ask");
            case FORK_MODE ->
                settings.forkMode(on ? one(name, required(name, argument), "ask", "parent", "child") : "ask");
            case TERMINAL -> settings.terminal(on ? required(name, argument) : "");
            default -> {
                return false;
            }
        }
        return true;
    }

    private static String required(String name, @Nullable String argument) {
        if (argument == null || argument.isEmpty()) {
            throw new DcmdException("option requires an argument -- " + name);
        }
        return argument;
    }

    private static String one(String name, String argument, String... allowed) {
        if (!List.of(allowed).contains(argument)) {
            throw invalid(name, argument, () -> Suggestions.word(argument, List.of(allowed)));
        }
        return argument;
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

    /** The number that an argument is. */
    static long number(Invocation in, String name, String argument) {
        try {
            return in.session().evaluate(argument, in.session().dot());
        } catch (DcmdException e) {
            throw invalid(name, argument);
        }
    }

    private static DcmdException invalid(String name, String argument) {
        return invalid(name, argument, Optional::empty);
    }

    private static DcmdException invalid(String name, String argument, Supplier<Optional<String>> near) {
        return new DcmdException("invalid argument for option " + name + " -- " + argument, near);
    }

    /** A limit as it is printed. */
    static String limitText(int limit) {
        return limit == UNLIMITED ? "none" : Integer.toString(limit);
    }

    /** The switches that are on, by name. */
    static List<String> on(Settings settings) {
        return SWITCHES.stream()
                .filter(known -> known.isOn.test(settings))
                .map(Switch::name)
                .toList();
    }

    /** The line of options that {@code ::set} prints. mdb's has no equals sign after the second, and scripts look for that. */
    static List<String> listed(Settings settings) {
        var listed = new ArrayList<String>();
        listed.add(EXEC_MODE + "=" + settings.execMode());
        listed.add(FORK_MODE + settings.forkMode());
        listed.addAll(on(settings));
        return listed;
    }
}
