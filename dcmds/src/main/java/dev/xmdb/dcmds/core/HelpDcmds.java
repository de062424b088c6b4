package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Words;
import dev.xmdb.dcmds.core.input.MacroAliases;
import dev.xmdb.engine.CommandAlias;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.HelpText;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Session;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.Suggestions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a name means: {@code ::help ::which ::whence}. */
final class HelpDcmds {
    private static final String GENERAL = """

            A command is an address, a count and what to do with them; all but the last
            may be left out:

              address , count  verb or ::command  [ | command ... ]  [ ! shell command ]

              ffffffff81000000 , 4  /X                four words of memory
              <rsp               ::vtop -v            where the stack pointer leads
              ::walk pfn       | ::head -3  ! wc -l   values through a pipe

            Numbers are hexadecimal; 0t is decimal, 0o octal, 0i binary. The dot (.) is the
            last address, <name a variable, <rip a register of the first vCPU. The verbs are
            / and ? (virtual memory), \\ and @ (physical memory) and = (the value itself);
            letters after them say how to print.

              ::help name      about a command
              ::dcmds          every command
              ::walkers        every walker, for ::walk
              ::dmods -l       the same by module
              ::formats        the letters that follow a verb
              ::help '$<'      files of commands
              ::status         what is being debugged
              ::quit           leave""";

    private static final DcmdSpec HELP = DcmdSpec.named("help")
            .summary("explain the debugger or a command")
            .operands("[command]")
            .description(
                    "Without an argument, explains how commands are built and where to look further. With the name of a command, also of one of crash, prints what it does, its "
                            + "options and examples.")
            .example("::help", "explains the language in short")
            .example("::help vtop", "explains ::vtop")
            .build();

    private static final DcmdSpec WHICH = DcmdSpec.named("which", "whence")
            .summary("say where a name comes from")
            .operands("name ...")
            .option(OptionSpec.flag('v', "list every definition of the name"))
            .description(
                    "Says of each name whether it is a command or a walker, and of what module; what is both has a line for each. What is neither may be a "
                            + "macro that is a command now, or a command of crash.")
            .example("::which dump pfn", "a built-in command, and a walker of the module xpv")
            .example("::which -v '$r'", "lists the definitions of $r; a name with a dollar is quoted")
            .build();

    private static final String DCMD = "dcmd";
    private static final String WALKER = "walker";

    private HelpDcmds() {}

    static List<Dcmd> all() {
        return List.of(new Declared(HELP, HelpDcmds::help), new Declared(WHICH, HelpDcmds::which));
    }

    private static Status help(Invocation in) {
        List<String> words = Words.texts(in);
        if (words.size() > 1) {
            return Status.USAGE;
        }
        if (words.isEmpty()) {
            in.out().text(GENERAL + "\n");
            return Status.OK;
        }
        String name = bare(words.getFirst());
        var dcmd = in.session().dcmd(name);
        if (dcmd.isEmpty()) {
            Optional<CommandAlias> alias = alias(in.session(), name);
            if (alias.isPresent()) {
                emitAlias(in, alias.get());
                return Status.OK;
            }
            in.warn("unknown command: " + words.getFirst());
            new Suggestions(in.session()).dcmd(name).ifPresent(in::warn);
            return Status.ERROR;
        }
        DcmdSpec spec = dcmd.get().spec();
        String module = moduleName(in.session(), dcmd.get());
        String text = HelpText.of(spec, name.substring(name.lastIndexOf('`') + 1), module);
        in.out()
                .emit(new Fields()
                        .text("name", spec.name())
                        .text("summary", spec.summary())
                        .text("module", module)
                        .text("help", text.strip())
                        .row(text));
        return Status.OK;
    }

    private static Status which(Invocation in) {
        List<String> words = Words.texts(in);
        if (words.isEmpty()) {
            return Status.USAGE;
        }
        Status status = Status.OK;
        for (String word : words) {
            if (!emitAll(in, word)) {
                in.warn(word + " not found");
                var suggestions = new Suggestions(in.session());
                suggestions.dcmd(bare(word)).or(() -> suggestions.walker(word)).ifPresent(in::warn);
                status = Status.ERROR;
            }
        }
        return status;
    }

    /** Emits every kind of thing that a name means; false when it means nothing. */
    private static boolean emitAll(Invocation in, String word) {
        List<Definition> definitions = definitions(in.session(), bare(word));
        for (String kind : List.of(DCMD, WALKER)) {
            List<Definition> those =
                    definitions.stream().filter(each -> each.kind.equals(kind)).toList();
            if (!those.isEmpty()) {
                emit(in, word, those);
            }
        }
        if (!definitions.isEmpty()) {
            return true;
        }
        Optional<String> macro = MacroAliases.of(word);
        if (macro.isPresent()) {
            emitCommand(in, word, "macro alias", " for", macro.get());
            return true;
        }
        Optional<CommandAlias> alias = alias(in.session(), word);
        alias.ifPresent(command -> emitCommand(in, word, "command of crash", ": see", "::help " + word));
        return alias.isPresent();
    }

    /** A command of another debugger's that would be understood. One of ours that is only not loaded comes first. */
    private static Optional<CommandAlias> alias(Session session, String name) {
        boolean away = session.unloaded().stream()
                .flatMap(module -> module.dcmds().stream())
                .anyMatch(dcmd -> dcmd.spec().names().contains(name));
        return away || !session.settings().aliases()
                ? Optional.empty()
                : session.modules().stream()
                        .flatMap(module -> module.aliases().stream())
                        .filter(alias -> alias.name().equals(name))
                        .findFirst();
    }

    /** One meaning of a name. */
    private record Definition(String kind, String module, String scoped) {}

    private static List<Definition> definitions(Session session, String name) {
        var found = new ArrayList<Definition>();
        for (DebuggerModule module : session.modules()) {
            for (Dcmd dcmd : module.dcmds()) {
                dcmd.spec().names().stream()
                        .filter(known -> matches(module, known, name))
                        .forEach(known -> found.add(definition(DCMD, module, known)));
            }
            Stream.concat(
                            module.walkers().stream(),
                            session.target().stream().flatMap(target -> module.walkers(target).stream()))
                    .filter(walker -> matches(module, walker.name(), name))
                    .forEach(walker -> found.add(definition(WALKER, module, walker.name())));
        }
        // The one that the plain name means comes first.
        session.dcmd(name)
                .flatMap(session::moduleOf)
                .map(DebuggerModule::name)
                .ifPresent(used -> found.sort(
                        Comparator.comparing(each -> !(each.kind.equals(DCMD) && each.module.equals(used)))));
        return found;
    }

    private static boolean matches(DebuggerModule module, String known, String sought) {
        return known.equals(sought) || sought.equals(module.name() + "`" + known);
    }

    private static Definition definition(String kind, DebuggerModule module, String name) {
        return new Definition(kind, module.name(), module.name() + "`" + name);
    }

    private static void emit(Invocation in, String word, List<Definition> definitions) {
        Definition used = definitions.getFirst();
        var text = new StringBuilder(word).append(" is a ");
        if (used.module.equals(CoreModule.NAME)) {
            text.append("built-in ").append(used.kind);
        } else {
            text.append(used.kind).append(" from module ").append(used.module);
        }
        if (in.has('v')) {
            text.append("\n   >  definition list:");
            for (int i = 0; i < definitions.size(); i++) {
                text.append("\n  [").append(i + 1).append("] ").append(definitions.get(i).scoped);
            }
        }
        in.out()
                .emit(new Fields()
                        .text("name", word)
                        .text("kind", used.kind)
                        .text("module", used.module)
                        .texts(
                                "definitions",
                                definitions.stream().map(Definition::scoped).toList())
                        .row(text.toString()));
    }

    private static void emitCommand(Invocation in, String word, String kind, String relation, String command) {
        in.out()
                .emit(new Fields()
                        .text("name", word)
                        .text("kind", kind)
                        .text("command", command)
                        .row(word + " is a " + kind + relation + " '" + command + "'"));
    }

    private static void emitAlias(Invocation in, CommandAlias alias) {
        String typed = alias.name() + (alias.synopsis().isEmpty() ? "" : " " + alias.synopsis());
        String text = """

                NAME
                  %s - %s

                SYNOPSIS
                  %s

                DESCRIPTION
                  A command of crash, understood where a statement begins with it. What it
                  stands for is printed by '%s --mdb'; ::aliases lists the others.
                """.formatted(alias.name(), alias.summary(), typed, alias.name());
        in.out()
                .emit(new Fields()
                        .text("name", alias.name())
                        .text("summary", alias.summary())
                        .text("synopsis", typed)
                        .row(text));
    }

    private static String moduleName(Session session, Dcmd dcmd) {
        return session.moduleOf(dcmd).map(DebuggerModule::name).orElse(CoreModule.NAME);
    }

    /** A name without the colons that people type before it. */
    private static String bare(String word) {
        return word.startsWith("::") ? word.substring(2) : word;
    }
}
