package dev.xmdb.shell.terminal;

import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Session;
import dev.xmdb.engine.Variables;
import dev.xmdb.engine.Walker;
import dev.xmdb.grammar.CursorWord;
import dev.xmdb.target.symbols.Symbol;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Proposes what can stand at the cursor: symbols in expressions, dcmds after {@code ::} and {@code $}, walkers after {@code ::walk}, types
 * and members after {@code ::print} and its like, modules, objects and macros, options after a dash, variables after {@code <} and {@code >}.
 * Of very many symbols or types only some are proposed.
 */
final class CommandCompleter implements Completer {
    private static final Set<String> TAKE_A_DCMD = Set.of("help", "which", "whence");
    private static final Set<String> TAKE_A_MODULE = Set.of("dmods", "unload");
    private static final Set<String> TAKE_A_MACRO = Set.of("$<", "$<<");
    private static final Set<String> TAKE_AN_OBJECT = Set.of("nm", "files", "$f", "mappings", "$m");
    private static final Set<String> TAKE_A_VARIABLE = Set.of("unset", "typeset");
    private static final int MOST = 500;

    private final Session session;
    private final TypeCompletion types;

    CommandCompleter(Session session) {
        this.session = session;
        this.types = new TypeCompletion(session, MOST);
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (line instanceof Word word) {
            CursorWord typed = word.typed();
            var proposals = new Proposals(candidates);
            switch (typed.kind()) {
                case DCMD -> {
                    dcmds(typed.text(), proposals);
                    if (TAKE_A_MACRO.contains(typed.text())) {
                        session.macros().forEach(name -> proposals.add(typed.text() + name, "macros", ""));
                    }
                }
                case SYMBOL -> {
                    if (typed.text().isEmpty()) {
                        dcmds("::", proposals);
                    } else {
                        symbols(typed.text(), proposals);
                        if (word.line().substring(0, typed.start()).isBlank()) {
                            aliases(typed.text(), proposals);
                        }
                    }
                }
                case VARIABLE ->
                    variables(
                            !word.line()
                                    .substring(0, typed.start())
                                    .stripTrailing()
                                    .endsWith("<"),
                            proposals);
                case ARGUMENT -> arguments(word.line(), typed, proposals);
                case FORMAT, SHELL, OTHER -> {}
            }
        }
    }

    private void dcmds(String typed, Proposals proposals) {
        // ":" may become "::name"; "::module`" keeps its module.
        String prefix = typed.startsWith(":") ? "::" + typed.substring(scopeStart(typed), scopeEnd(typed)) : "";
        String scope = prefix.isEmpty() ? "" : prefix.substring(2, Math.max(2, prefix.length() - 1));
        for (DebuggerModule module : session.modules()) {
            if (!scope.isEmpty() && !scope.equals(module.name())) {
                continue;
            }
            for (Dcmd dcmd : module.dcmds()) {
                DcmdSpec spec = dcmd.spec();
                for (String name : spec.names()) {
                    if (name.startsWith(":")) {
                        // What runs a program: known, and refused.
                        continue;
                    }
                    boolean isShort = name.startsWith("$");
                    if (isShort ? scope.isEmpty() : !typed.startsWith("$")) {
                        proposals.add(isShort ? name : prefix + name, module.name(), spec.summary());
                    }
                }
            }
        }
    }

    private static int scopeStart(String typed) {
        return Math.min(2, typed.length());
    }

    private static int scopeEnd(String typed) {
        return Math.max(scopeStart(typed), typed.lastIndexOf('`') + 1);
    }

    /** Symbols by what is typed of them; objects too, since they may come before a symbol. */
    private void symbols(String typed, Proposals proposals) {
        int tick = typed.lastIndexOf('`');
        if (tick >= 0) {
            String object = typed.substring(0, tick);
            scoped(object, typed.substring(tick + 1)).forEach(name -> proposals.add(object + "`" + name, object, ""));
            return;
        }
        session.symbols().added().stream()
                .filter(symbol -> symbol.name().startsWith(typed))
                .forEach(symbol -> proposals.add(symbol.name(), "your symbols", ""));
        session.names().symbols(typed, MOST).forEach(name -> proposals.add(name, "symbols", ""));
        session.symbols().objects().stream()
                .filter(object -> object.startsWith(typed))
                .forEach(object -> proposals.add(object + "`", "objects", "", false));
    }

    private List<String> scoped(String object, String typed) {
        List<String> objects = session.symbols().objects();
        // The first one is the kernel, which has too many symbols to look through them anew.
        return !objects.isEmpty() && objects.getFirst().equals(object)
                ? session.names().symbols(typed, MOST).stream()
                        .filter(name ->
                                session.symbols().valueOf(object, name).stream().anyMatch(OptionalLong::isPresent))
                        .toList()
                : session.symbols().all(object).orElse(List.of()).stream()
                        .map(Symbol::name)
                        .filter(name -> name.startsWith(typed))
                        .sorted()
                        .distinct()
                        .limit(MOST)
                        .toList();
    }

    private void aliases(String typed, Proposals proposals) {
        if (session.settings().aliases()) {
            session.modules().stream()
                    .flatMap(module -> module.aliases().stream())
                    .filter(alias -> alias.name().startsWith(typed))
                    .forEach(alias -> proposals.add(alias.name(), "commands of other debuggers", alias.summary()));
        }
    }

    private void variables(boolean forWriting, Proposals proposals) {
        for (Variables.Variable variable : session.variables().all()) {
            if (!forWriting || !variable.readOnly()) {
                proposals.add(
                        variable.name(),
                        variable.readOnly() ? "registers" : "variables",
                        Long.toUnsignedString(variable.value(), session.radix()));
            }
        }
    }

    private void arguments(String line, CursorWord typed, Proposals proposals) {
        Optional<Dcmd> dcmd = session.dcmd(typed.dcmd());
        if (typed.text().startsWith("-")) {
            dcmd.ifPresent(found -> options(found.spec(), proposals));
            return;
        }
        TypedArguments before = dcmd.map(found -> TypedArguments.of(line.substring(0, typed.start()), found.spec()))
                .orElse(new TypedArguments(List.of(), false));
        if (before.inOption()) {
            return;
        }
        boolean first = before.words().isEmpty();
        if (typed.dcmd().equals("walk")) {
            if (first) {
                walkers(proposals);
            }
        } else if (TAKE_A_DCMD.contains(typed.dcmd())) {
            everyDcmd(proposals);
        } else if (TAKE_A_MODULE.contains(typed.dcmd())) {
            session.modules().forEach(module -> proposals.add(module.name(), "modules", ""));
        } else if (typed.dcmd().equals("load")) {
            session.unloaded().forEach(module -> proposals.add(module.name(), "modules", ""));
        } else if (TAKE_A_MACRO.contains(typed.dcmd())) {
            if (first) {
                session.macros().forEach(name -> proposals.add(name, "macros", ""));
            }
        } else if (TAKE_AN_OBJECT.contains(typed.dcmd())) {
            session.symbols().objects().forEach(object -> proposals.add(object, "objects", ""));
        } else if (TAKE_A_VARIABLE.contains(typed.dcmd())) {
            variables(true, proposals);
        } else {
            types.complete(typed.dcmd(), before, typed.text(), proposals);
        }
    }

    private void everyDcmd(Proposals proposals) {
        for (DebuggerModule module : session.modules()) {
            for (Dcmd dcmd : module.dcmds()) {
                for (String name : dcmd.spec().names()) {
                    proposals.add(name, module.name(), dcmd.spec().summary());
                }
            }
        }
    }

    private static void options(DcmdSpec spec, Proposals proposals) {
        for (OptionSpec option : spec.options()) {
            String shown = "-" + option.letter();
            String help = option.argument().isEmpty()
                    ? option.help()
                    : option.argument().toUpperCase(Locale.ROOT) + ": " + option.help();
            proposals.add(shown, "options", help);
        }
    }

    private void walkers(Proposals proposals) {
        for (DebuggerModule module : session.modules()) {
            List<Walker> further = session.target().map(module::walkers).orElse(List.of());
            for (Walker walker :
                    Stream.concat(module.walkers().stream(), further.stream()).toList()) {
                proposals.add(walker.name(), module.name(), walker.summary());
            }
        }
    }
}
