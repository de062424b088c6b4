package dev.xmdb.engine;

import dev.xmdb.engine.names.NearNames;
import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.Types;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What somebody may have meant who typed a name that does not exist: the second message, after the one that scripts know. */
public final class Suggestions {
    private static final Pattern DCMD = Pattern.compile("::\\w+");
    private static final Pattern KEYWORD = Pattern.compile("(struct|union|enum) +");

    private final Session session;

    /** Suggests names that a session has. */
    public Suggestions(Session session) {
        this.session = session;
    }

    /** One of some words. */
    public static Optional<String> word(String unknown, Collection<String> known) {
        return sentence(near(unknown, known.stream()), UnaryOperator.identity());
    }

    /** A member of a structure or union. */
    public static Optional<String> member(Types types, Type type, String unknown) {
        return types.complete(type) instanceof Type.Aggregate aggregate
                ? word(unknown, aggregate.memberNames())
                : Optional.empty();
    }

    /** A dcmd, with or without a module before it and with or without colons. */
    public Optional<String> dcmd(String unknown) {
        String name = bare(unknown);
        Optional<String> away =
                unloaded(unknown, module -> module.dcmds().stream().flatMap(dcmd -> dcmd.spec().names().stream()));
        if (away.isPresent()) {
            return away;
        }
        Optional<String> ours = ofAlias(name);
        if (ours.isPresent()) {
            return sentence(List.of(ours.get()), UnaryOperator.identity());
        }
        Stream<String> known = session.modules().stream()
                .flatMap(module -> module.dcmds().stream())
                .flatMap(dcmd -> dcmd.spec().names().stream())
                .filter(other -> isShort(other) == isShort(name));
        // Of two characters one is the dollar: what is left is too little to be mistaken.
        return isShort(name) ? Optional.empty() : sentence(near(name, known), DcmdSpec::typed);
    }

    /** What to say of a name that an unloaded module has, which may stand before it. */
    private Optional<String> unloaded(String typed, Function<DebuggerModule, Stream<String>> names) {
        String name = typed.startsWith("::") ? typed.substring(2) : typed;
        return session.unloaded().stream()
                .filter(module -> names.apply(module)
                        .anyMatch(known -> name.equals(known) || name.equals(module.name() + "`" + known)))
                .findFirst()
                .map(module -> "it is in a module that was unloaded: ::load " + module.name());
    }

    private static boolean isShort(String name) {
        return name.startsWith("$") || name.startsWith(":");
    }

    private static String bare(String typed) {
        String name = typed.startsWith("::") ? typed.substring(2) : typed;
        return name.substring(name.lastIndexOf('`') + 1);
    }

    /** What we call the command of another debugger: the first of our commands in its translation, else itself. */
    private Optional<String> ofAlias(String name) {
        return session.modules().stream()
                .flatMap(module -> module.aliases().stream())
                .filter(alias -> alias.name().equals(name))
                .findFirst()
                .map(alias -> {
                    try {
                        Matcher ours = DCMD.matcher(alias.translation().apply(List.of()));
                        return ours.find() ? ours.group() : name;
                    } catch (DcmdException needsMore) {
                        return name;
                    }
                });
    }

    /** A walker. */
    public Optional<String> walker(String unknown) {
        Optional<String> away = unloaded(unknown, this::walkers);
        return away.isPresent()
                ? away
                : sentence(
                        near(bare(unknown), session.modules().stream().flatMap(this::walkers)),
                        UnaryOperator.identity());
    }

    private Stream<String> walkers(DebuggerModule module) {
        return Stream.concat(
                        module.walkers().stream(),
                        session.target().stream().flatMap(target -> module.walkers(target).stream()))
                .map(Walker::name);
    }

    /** A symbol, or the dcmd of that name. */
    public Optional<String> symbol(String unknown) {
        if (session.dcmd(unknown).isPresent()) {
            return sentence(List.of(unknown), DcmdSpec::typed);
        }
        Stream<String> added = session.symbols().added().stream().map(Symbol::name);
        return sentence(near(unknown, Stream.concat(added, session.names().symbols())), UnaryOperator.identity());
    }

    /** A symbol of an object, or the object. */
    public Optional<String> symbol(String object, String unknown) {
        return session.symbols().all(object).isEmpty()
                ? object(object)
                : sentence(
                        near(
                                unknown,
                                session.symbols().all(object).orElse(List.of()).stream()
                                        .map(Symbol::name)),
                        name -> object + "`" + name);
    }

    /** An object that has symbols. */
    public Optional<String> object(String unknown) {
        return word(unknown, session.symbols().objects());
    }

    /** A module of ours. */
    public Optional<String> module(String unknown) {
        return word(
                unknown, session.modules().stream().map(DebuggerModule::name).toList());
    }

    /** A type, with or without its keyword: the keyword itself may be what is wrong. */
    public Optional<String> type(String unknown) {
        Matcher keyword = KEYWORD.matcher(unknown);
        String typed = keyword.lookingAt() ? keyword.group(1) + " " : "";
        String name = unknown.substring(typed.isEmpty() ? 0 : keyword.end()).replaceAll("[ *]+$", "");
        String bare = name.substring(name.lastIndexOf('`') + 1);
        List<String> otherwise = Stream.of("", "struct ", "union ", "enum ")
                .filter(other -> !other.equals(typed))
                .map(other -> other + bare)
                .filter(other -> session.types().find(other).isPresent())
                .toList();
        if (!otherwise.isEmpty()) {
            return sentence(otherwise, UnaryOperator.identity());
        }
        List<String> same = near(
                bare,
                Stream.concat(
                                session.types().defined().keySet().stream(),
                                session.names().types())
                        .filter(other -> typed.isEmpty() ? other.indexOf(' ') < 0 : other.startsWith(typed))
                        .map(other -> other.substring(typed.length())));
        return sentence(same, other -> typed + other);
    }

    /** A variable. */
    public Optional<String> variable(String unknown) {
        return word(
                unknown,
                session.variables().all().stream().map(Variables.Variable::name).toList());
    }

    private static List<String> near(String unknown, Stream<String> known) {
        var near = new NearNames(unknown);
        known.forEach(near);
        return near.found();
    }

    private static Optional<String> sentence(List<String> names, UnaryOperator<String> typed) {
        List<String> quoted = new LinkedHashSet<>(names)
                .stream().map(name -> "'" + typed.apply(name) + "'").toList();
        if (quoted.isEmpty()) {
            return Optional.empty();
        }
        String last = quoted.getLast();
        String others = quoted.subList(0, quoted.size() - 1).stream().collect(Collectors.joining(", "));
        return Optional.of("did you mean " + (others.isEmpty() ? "" : others + " or ") + last + "?");
    }
}
