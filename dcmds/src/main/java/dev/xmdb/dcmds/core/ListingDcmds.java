package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.CommandAlias;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.FormatCharacter;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.Suggestions;
import dev.xmdb.engine.Walker;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Line;
import dev.xmdb.engine.output.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** What there is: {@code ::formats ::dcmds ::walkers ::aliases ::dmods}. */
final class ListingDcmds {
    private static final Line NAMED = Line.of("%-24s - %s", "name", "summary");
    private static final Line ALIAS = Line.of("%-8s %-56s - %s", "name", "synopsis", "summary");
    private static final int MODULE_HEADER_COLUMNS = 70;

    private static final DcmdSpec FORMATS = DcmdSpec.named("formats")
            .summary("list the format characters")
            .description(
                    "Lists the characters that may follow the verbs / \\ ? @ and =, what each shows, and how many bytes it takes. A decimal number before a "
                            + "character repeats it. Those described as match search when they stand right after the verb; those described as write fail, because "
                            + "an image is never changed.")
            .example("::formats", "lists them")
            .build();

    private static final DcmdSpec DCMDS = DcmdSpec.named("dcmds")
            .summary("list the commands")
            .operands("[regex]")
            .option(OptionSpec.flag('n', "print names only, and look at names only"))
            .description(
                    "Lists every command with its aliases in order of name. With a regular expression, lists those in whose name or summary it is found, whatever "
                            + "the case of letters.")
            .example("::dcmds", "lists all commands")
            .example("::dcmds page", "lists those that have to do with pages")
            .example("::dcmds -n '^v'", "names those that begin with a v")
            .build();

    private static final DcmdSpec WALKERS = DcmdSpec.named("walkers")
            .summary("list the walkers")
            .operands("[regex]")
            .option(OptionSpec.flag('n', "print names only, and look at names only"))
            .description(
                    "Lists every walker that ::walk can run in order of name. With a regular expression, lists those in whose name or summary it is found, whatever "
                            + "the case of letters. A walker that is layered on another names that one in parentheses: without an address, it walks from "
                            + "each of the other's values.")
            .example("::walkers", "lists all walkers")
            .example("::walkers -n '^v'", "names those that begin with a v")
            .build();

    private static final DcmdSpec ALIASES = DcmdSpec.named("aliases")
            .summary("list commands of other debuggers that are understood")
            .description(
                    "Lists the commands of crash that a statement may begin with, with what may follow them. Such a statement is translated into one of this "
                            + "language and run; with --mdb among its words the translation is printed and not run. A pipe leads to a shell command, as it "
                            + "does in crash, unless :: follows it. A name with :: among the words after it, or with an operator or a format verb, is taken as "
                            + "it stands. ::set +o aliases turns all of this off.")
            .example("::aliases", "lists them")
            .example("rd linux_banner 4 --mdb", "prints the line that reads four words at a symbol")
            .build();

    private static final DcmdSpec DMODS = DcmdSpec.named("dmods")
            .summary("list the modules")
            .operands("[module]")
            .option(OptionSpec.flag('l', "list the commands and walkers of each"))
            .description("Lists the modules that commands and walkers come from in order of name.")
            .example("::dmods", "lists the modules")
            .example("::dmods -l unix", "lists what the module unix has")
            .build();

    private ListingDcmds() {}

    static List<Dcmd> all() {
        return List.of(
                new Declared(FORMATS, ListingDcmds::formats),
                new Declared(DCMDS, ListingDcmds::dcmds),
                new Declared(WALKERS, ListingDcmds::walkers),
                new Declared(ALIASES, ListingDcmds::aliases),
                new Declared(DMODS, ListingDcmds::dmods));
    }

    private static Status formats(Invocation in) {
        for (FormatCharacter format : in.session().formats()) {
            in.out()
                    .emit(new Fields()
                            .text("format", String.valueOf(format.letter()))
                            .text("does", format.kind().name().toLowerCase(Locale.ROOT))
                            .text("description", format.description())
                            .add("size", format.size() < 0 ? new Value.Absent() : new Value.Quantity(format.size()))
                            .row(format.describe()));
        }
        return Status.OK;
    }

    private static Status dcmds(Invocation in) {
        var found = new TreeMap<String, String>();
        for (DebuggerModule module : in.session().modules()) {
            for (Dcmd dcmd : module.dcmds()) {
                dcmd.spec()
                        .names()
                        .forEach(name -> found.putIfAbsent(name, dcmd.spec().summary()));
            }
        }
        return list(in, found);
    }

    private static Status aliases(Invocation in) {
        in.session().modules().stream()
                .flatMap(module -> module.aliases().stream())
                .sorted(Comparator.comparing(CommandAlias::name))
                .forEach(alias -> in.out()
                        .line(
                                ALIAS,
                                new Value.Text(alias.name()),
                                new Value.Text(alias.synopsis()),
                                new Value.Text(alias.summary())));
        return Status.OK;
    }

    private static Status walkers(Invocation in) {
        var found = new TreeMap<String, String>();
        for (DebuggerModule module : in.session().modules()) {
            walkers(in, module).forEach(walker -> found.putIfAbsent(walker.name(), summary(walker)));
        }
        return list(in, found);
    }

    /** What a walker finds, and which other one it is layered on. */
    private static String summary(Walker walker) {
        return walker.summary()
                + walker.layeredOn().map(below -> " (layered on " + below + ")").orElse("");
    }

    private static Stream<Walker> walkers(Invocation in, DebuggerModule module) {
        List<Walker> further = in.session().target().map(module::walkers).orElse(List.of());
        return Stream.concat(module.walkers().stream(), further.stream());
    }

    private static Status list(Invocation in, Map<String, String> summaries) {
        List<String> words = Words.texts(in);
        if (words.size() > 1) {
            return Status.USAGE;
        }
        Pattern sought = pattern(words.isEmpty() ? "" : words.getFirst());
        boolean namesOnly = in.has('n');
        summaries.forEach((name, summary) -> {
            if (sought.matcher(name).find()
                    || (!namesOnly && sought.matcher(summary).find())) {
                if (namesOnly) {
                    in.out().emit(new Fields().text("name", name).row(name));
                } else {
                    in.out().line(NAMED, new Value.Text(name), new Value.Text(summary));
                }
            }
        });
        return Status.OK;
    }

    private static Pattern pattern(String regex) {
        try {
            return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException wrong) {
            throw new DcmdException(String.format(
                    Locale.ROOT,
                    "invalid pattern \"%s\": %s",
                    regex,
                    wrong.getDescription().toLowerCase(Locale.ROOT)));
        }
    }

    private static Status dmods(Invocation in) {
        List<String> words = Words.texts(in);
        if (words.size() > 1) {
            return Status.USAGE;
        }
        List<DebuggerModule> modules = in.session().modules().stream()
                .filter(module -> words.isEmpty() || module.name().equals(words.getFirst()))
                .sorted(Comparator.comparing(DebuggerModule::name))
                .toList();
        if (modules.isEmpty() && !words.isEmpty()) {
            throw new DcmdException(
                    "no module '" + words.getFirst() + "' could be found",
                    () -> new Suggestions(in.session()).module(words.getFirst()));
        }
        for (DebuggerModule module : modules) {
            if (in.has('l')) {
                content(in, module);
            } else {
                in.out().emit(new Fields().text("module", module.name()).row(module.name()));
            }
        }
        return Status.OK;
    }

    private static void content(Invocation in, DebuggerModule module) {
        in.out()
                .emit(new Emission.Header(
                        String.format(Locale.ROOT, "\n%-" + MODULE_HEADER_COLUMNS + "s", module.name())));
        var commands = new TreeMap<String, String>();
        module.dcmds()
                .forEach(dcmd -> dcmd.spec()
                        .names()
                        .forEach(name -> commands.put(name, dcmd.spec().summary())));
        commands.forEach((name, summary) -> item(in, module, "dcmd", name, summary));
        walkers(in, module)
                .sorted(Comparator.comparing(Walker::name))
                .forEach(walker -> item(in, module, "walker", walker.name(), summary(walker)));
    }

    private static void item(Invocation in, DebuggerModule module, String kind, String name, String summary) {
        in.out()
                .emit(new Fields()
                        .text("module", module.name())
                        .text("kind", kind)
                        .text("name", name)
                        .text("summary", summary)
                        .row(String.format(
                                Locale.ROOT, "  %s %-20s - %s", kind.equals("walker") ? "walk" : kind, name, summary)));
    }
}
