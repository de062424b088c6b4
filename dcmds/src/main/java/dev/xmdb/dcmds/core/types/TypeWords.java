package dev.xmdb.dcmds.core.types;

import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.DcmdArgument;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Session;
import dev.xmdb.engine.Suggestions;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.Types;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A type's name among a command's arguments: one word, or a keyword and a word, then stars.
 *
 * @param name the name
 * @param rest the arguments after it
 */
record TypeWords(String name, List<DcmdArgument> rest) {
    private static final Set<String> KEYWORDS = Set.of("struct", "union", "enum");
    /** Of such words C's own types have several. */
    private static final Set<String> BASIC = Set.of("signed", "unsigned", "long", "short", "int", "char", "double");

    /** Copies the list. */
    TypeWords {
        rest = List.copyOf(rest);
    }

    /**
     * Takes a type's name off some arguments; empty when the first of them is not a word.
     *
     * @throws MisnamedException when a keyword has no name after it
     */
    static Optional<TypeWords> of(List<DcmdArgument> arguments) {
        if (arguments.isEmpty() || !(arguments.getFirst() instanceof DcmdArgument.Word(String first))) {
            return Optional.empty();
        }
        int next = 1;
        var name = new StringBuilder(first);
        if (KEYWORDS.contains(first)) {
            if (arguments.size() < 2 || !(arguments.get(1) instanceof DcmdArgument.Word(String tag))) {
                throw new MisnamedException(first + " is not a valid type");
            }
            name.append(' ').append(tag);
            next = 2;
        } else if (BASIC.contains(first)) {
            while (next < arguments.size()
                    && arguments.get(next) instanceof DcmdArgument.Word(String word)
                    && BASIC.contains(word)) {
                name.append(' ').append(word);
                next++;
            }
        }
        while (next < arguments.size()
                && arguments.get(next) instanceof DcmdArgument.Word(String stars)
                && stars.matches("\\*+")) {
            name.append(' ').append(stars);
            next++;
        }
        return Optional.of(new TypeWords(name.toString(), arguments.subList(next, arguments.size())));
    }

    /** Whether the name could as well be that of a member. */
    boolean couldBeMember() {
        return name.indexOf(' ') < 0 && name.indexOf('`') < 0;
    }

    /** The words after the name as text. */
    List<String> restTexts(Invocation in) {
        return rest.stream().map(argument -> Words.text(in, argument)).toList();
    }

    /**
     * The type that the name means.
     *
     * @throws MisnamedException when there is none
     */
    Type type(Session session) {
        return find(session)
                .orElseThrow(() -> new MisnamedException(
                        "failed to look up type " + name + ": " + reason(session), () -> near(session)));
    }

    /** The type that the name means, when there is one. */
    Optional<Type> find(Session session) {
        return find(session, name);
    }

    /**
     * The type that a name means, which may have a module and a backquote before its last word. A name without a keyword that is no
     * typedef's is a tag.
     */
    static Optional<Type> find(Session session, String name) {
        return exactly(session, name).or(() -> {
            String tagged = tagged(session, name);
            return tagged.equals(name) ? Optional.empty() : exactly(session, tagged);
        });
    }

    /** How the type that a name means is called in full: with the keyword, where it is a tag that was named alone. */
    static String fullName(Session session, String name) {
        return exactly(session, name).isPresent() ? name : tagged(session, name);
    }

    /** The name with the keyword of the first kind that has a definition under it, else a declaration; itself when none has. */
    private static String tagged(Session session, String name) {
        if (name.isEmpty() || KEYWORDS.contains(name.split(" ", 2)[0])) {
            return name;
        }
        String declared = name;
        for (String keyword : List.of("struct ", "union ", "enum ")) {
            Optional<Type> found = exactly(session, keyword + name);
            if (found.isPresent()) {
                if (!(pointed(session.types(), found.get()) instanceof Type.Forward)) {
                    return keyword + name;
                }
                declared = declared.equals(name) ? keyword + name : declared;
            }
        }
        return declared;
    }

    private static Type pointed(Types types, Type type) {
        Type at = types.complete(type);
        for (int steps = 0; steps < Type.MAX_CHAIN && at instanceof Type.Pointer pointer; steps++) {
            at = types.complete(pointer.target().type());
        }
        return at;
    }

    /** The type that a name means as it is written. */
    static Optional<Type> exactly(Session session, String name) {
        Types types = session.types();
        int tick = name.lastIndexOf('`');
        if (tick < 0) {
            return types.find(name);
        }
        int start = name.lastIndexOf(' ', tick) + 1;
        return types.find(name.substring(start, tick), name.substring(0, start) + name.substring(tick + 1));
    }

    private Optional<String> near(Session session) {
        if (session.types().guestHidden()) {
            return Optional.empty();
        }
        int tick = name.lastIndexOf('`');
        String module = tick < 0 ? "" : name.substring(name.lastIndexOf(' ', tick) + 1, tick);
        var suggestions = new Suggestions(session);
        return tick < 0 || session.symbols().objects().contains(module)
                ? suggestions.type(name)
                : suggestions.object(module);
    }

    private String reason(Session session) {
        if (session.types().guestHidden()) {
            return "the guest's type data is not used (::set -o noctf)";
        }
        int tick = name.lastIndexOf('`');
        if (tick < 0) {
            return !session.types().guestHasTypes() ? "the guest has no type data" : "unknown symbol name";
        }
        String module = name.substring(name.lastIndexOf(' ', tick) + 1, tick);
        return session.symbols().objects().contains(module) ? "unknown symbol name" : "unknown object file name";
    }
}
