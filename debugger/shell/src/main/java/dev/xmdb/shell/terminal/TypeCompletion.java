package dev.xmdb.shell.terminal;

import dev.xmdb.engine.Session;
import dev.xmdb.engine.names.MemberNames;
import dev.xmdb.target.types.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Proposes the names of types and of their members, for the dcmds that take a type. */
final class TypeCompletion {
    private static final int LONGEST_DECLARATION = 40;

    /** What follows a type. */
    private enum After {
        NOTHING,
        ONE_MEMBER,
        MEMBERS
    }

    /**
     * How a dcmd takes a type.
     *
     * @param index the place of the type among the arguments
     * @param after what follows it
     */
    private record Taken(int index, After after) {}

    private static final Map<String, Taken> DCMDS = Map.of(
            "print", new Taken(0, After.MEMBERS),
            "printf", new Taken(1, After.MEMBERS),
            "sizeof", new Taken(0, After.NOTHING),
            "offsetof", new Taken(0, After.ONE_MEMBER),
            "list", new Taken(0, After.ONE_MEMBER),
            "container_of", new Taken(0, After.ONE_MEMBER),
            "array", new Taken(0, After.NOTHING));

    private final Session session;
    private final int most;

    TypeCompletion(Session session, int most) {
        this.session = session;
        this.most = most;
    }

    /**
     * Proposes what can stand at an argument of a dcmd.
     *
     * @param dcmd its name
     * @param before the arguments before this one
     * @param typed what is typed of this one
     */
    void complete(String dcmd, TypedArguments before, String typed, Proposals proposals) {
        List<String> words = before.words();
        Taken taken = DCMDS.get(dcmd);
        if (dcmd.equals("enum")) {
            if (words.isEmpty()) {
                types("enum ", typed, proposals);
            }
            return;
        }
        if (taken == null || words.size() < taken.index()) {
            return;
        }
        if (words.size() == taken.index()) {
            for (String keyword : List.of("struct", "union", "enum")) {
                proposals.add(keyword, "types", "");
            }
            types("", typed, proposals);
        } else if (words.size() == taken.index() + 1 && TypedArguments.isKeyword(words.getLast())) {
            types(words.getLast() + " ", typed, proposals);
        } else {
            int length = before.typeLength(taken.index());
            int members = words.size() - taken.index() - length;
            if (length > 0 && (taken.after() == After.MEMBERS || (taken.after() == After.ONE_MEMBER && members == 0))) {
                String name = String.join(" ", words.subList(taken.index(), taken.index() + length));
                members(name, typed, proposals);
            }
        }
    }

    /** Types whose names begin with a keyword and what is typed; the keyword stands before the word already. */
    private void types(String keyword, String typed, Proposals proposals) {
        session.types().defined().keySet().stream()
                .filter(name -> name.startsWith(keyword + typed))
                .forEach(name -> type(keyword, name, proposals));
        session.names().types(keyword + typed, most).forEach(name -> type(keyword, name, proposals));
    }

    private static void type(String keyword, String name, Proposals proposals) {
        String rest = name.substring(keyword.length());
        // Names of several words are quoted, and so begin with something else.
        if (rest.indexOf(' ') < 0) {
            proposals.add(rest, keyword.isEmpty() ? "types" : keyword.strip(), "");
        }
    }

    private void members(String name, String typed, Proposals proposals) {
        Optional<Type> type = session.types().find(name);
        type.stream()
                .flatMap(found -> new MemberNames(session.types()).continuing(found, typed).stream())
                .limit(most)
                .forEach(member ->
                        proposals.add(member.path(), "members of " + name, shortened(member.type()), member.ends()));
    }

    private static String shortened(String declaration) {
        return declaration.length() <= LONGEST_DECLARATION
                ? declaration
                : declaration.substring(0, LONGEST_DECLARATION - 3) + "...";
    }
}
