package dev.xmdb.shell.terminal;

import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Session;
import dev.xmdb.engine.Variables;
import dev.xmdb.engine.Walker;
import dev.xmdb.grammar.CursorWord;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Proposes what can stand at the cursor: dcmds after {@code ::} and {@code $}, walkers after {@code ::walk}, options after a dash,
 * variables after {@code <}.
 */
final class CommandCompleter implements Completer {
    private static final Set<String> TAKE_A_DCMD = Set.of("help", "which", "whence");

    private final Session session;

    CommandCompleter(Session session) {
        this.session = session;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (line instanceof Word word) {
            CursorWord typed = word.typed();
            switch (typed.kind()) {
                case DCMD -> dcmds(typed.text(), candidates);
                case SYMBOL -> {
                    if (typed.text().isEmpty()) {
                        dcmds("::", candidates);
                    }
                }
                case VARIABLE -> variables(candidates);
                case ARGUMENT -> arguments(typed, candidates);
                case FORMAT, SHELL, OTHER -> {}
            }
        }
    }

    private void dcmds(String typed, List<Candidate> candidates) {
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
                    boolean isShort = name.startsWith("$") || name.startsWith(":");
                    if (isShort ? scope.isEmpty() : !typed.startsWith("$")) {
                        add(candidates, isShort ? name : prefix + name, module.name(), spec.summary());
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

    private void variables(List<Candidate> candidates) {
        for (Variables.Variable variable : session.variables().all()) {
            add(
                    candidates,
                    variable.name(),
                    variable.readOnly() ? "registers" : "variables",
                    Long.toUnsignedString(variable.value(), session.radix()));
        }
    }

    private void arguments(CursorWord typed, List<Candidate> candidates) {
        if (typed.text().startsWith("-")) {
            session.dcmd(typed.dcmd()).ifPresent(dcmd -> options(dcmd.spec(), candidates));
        } else if (typed.dcmd().equals("walk") && typed.index() == 0) {
            walkers(candidates);
        } else if (TAKE_A_DCMD.contains(typed.dcmd())) {
            for (DebuggerModule module : session.modules()) {
                for (Dcmd dcmd : module.dcmds()) {
                    for (String name : dcmd.spec().names()) {
                        add(candidates, name, module.name(), dcmd.spec().summary());
                    }
                }
            }
        }
    }

    private static void options(DcmdSpec spec, List<Candidate> candidates) {
        for (OptionSpec option : spec.options()) {
            String shown = "-" + option.letter();
            String help = option.argument().isEmpty()
                    ? option.help()
                    : option.argument().toUpperCase(Locale.ROOT) + ": " + option.help();
            add(candidates, shown, "options", help);
        }
    }

    private void walkers(List<Candidate> candidates) {
        for (DebuggerModule module : session.modules()) {
            for (Walker walker : module.walkers()) {
                add(candidates, walker.name(), module.name(), walker.summary());
            }
        }
    }

    private static void add(List<Candidate> candidates, String value, String group, String description) {
        candidates.add(new Candidate(value, value, group, description, null, null, true));
    }
}
