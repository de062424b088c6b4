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
            .operands("[text]")
            .option(OptionSpec.flag('n', "names only"))
            .description(
                    "Lists every command with its aliases in order of name. With an argument, lists those that have the text in their name or summary.")
            .example("::dcmds", "lists all commands")
            .example("::dcmds -n page", "names those that have to do with pages")
            .build();

    private static final DcmdSpec WALKERS = DcmdSpec.named("walkers")
            .summary("list the walkers")
            .operands("[text]")
            .option(OptionSpec.flag('n', "names only"))
            .description(
                    "Lists every walker that ::walk can run in order of name. With an argument, lists those that have the text in their name or summary.")
            .example("::walkers", "lists all walkers")
            .build();

    private static final DcmdSpec ALIASES = DcmdSpec.named("aliases")
            .summary("list commands of other debuggers that are understood")
            .description(
                    "Lists the commands of crash that a line may begin with, with what may follow them. Such a line is translated into one of this language and "
                            + "run; with --mdb at its end the translation is printed and not run. A pipe in it leads to a shell command, as it does in "
                            + "crash. A line with :: in it, and a name with an operator or a format verb after it, are taken as they stand. ::set +o aliases "
                            + "turns all of this off.")
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
            walkers(in, module).forEach(walker -> found.putIfAbsent(walker.name(), walker.summary()));
        }
        return list(in, found);
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
        String sought = words.isEmpty() ? "" : words.getFirst().toLowerCase(Locale.ROOT);
        summaries.forEach((name, summary) -> {
            if (name.contains(sought) || summary.toLowerCase(Locale.ROOT).contains(sought)) {
                if (in.has('n')) {
                    in.out().emit(new Fields().text("name", name).row(name));
                } else {
                    in.out().line(NAMED, new Value.Text(name), new Value.Text(summary));
                }
            }
        });
        return Status.OK;
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
                .forEach(walker -> item(in, module, "walker", walker.name(), walker.summary()));
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
