package dev.xmdb.dcmds.core.rows;

import dev.xmdb.dcmds.core.types.MemberReader;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.PipedRow;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.Value;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What rows are compared by. */
sealed interface Key {
    /** How JSON names it. */
    String name();

    /**
     * Its value in a row; {@link Value.Absent} where the row has none.
     *
     * @throws DcmdException when it cannot be read
     */
    Value of(PipedRow row);

    /** What is wrong with it after all rows were seen; null when nothing is. */
    default @Nullable String complaint() {
        return null;
    }

    /** What may have been meant instead of what is wrong with it; null when there is nothing to say. */
    default @Nullable String hint() {
        return null;
    }

    /**
     * The key that a word names: a column, or with {@code -t TYPE} a member.
     *
     * @throws DcmdException when there is no such type
     */
    static Key of(Invocation in, String word) {
        return in.string('t')
                .<Key>map(type -> new OfMember(MemberReader.of(in, type, word)))
                .orElseGet(() -> new OfColumn(word));
    }

    /** The address that a pipe receives for a row; its text where it stands for none. */
    record OfRow() implements Key {
        /** How rows that are addresses alone name them. */
        private static final String NAME = "value";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Value of(PipedRow row) {
            Long piped = row.row().piped();
            return piped == null ? new Value.Text(row.row().text()) : new Value.Address(piped);
        }
    }

    /** A member of the structure at the address that a row stands for. */
    record OfMember(MemberReader reader) implements Key {
        @Override
        public String name() {
            return reader.path().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        }

        @Override
        public Value of(PipedRow row) {
            Long piped = row.row().piped();
            return piped == null ? new Value.Absent() : reader.read(piped);
        }
    }

    /** A column by the name that JSON gives it, in either case. */
    final class OfColumn implements Key {
        private static final String SYMBOL = "_symbol";

        private final String name;
        private final Set<String> others = new LinkedHashSet<>();
        private boolean found;

        OfColumn(String name) {
            this.name = name.toLowerCase(Locale.ROOT);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Value of(PipedRow row) {
            for (Field field : row.row().fields()) {
                if (field.name().equals(name)) {
                    found = true;
                    return field.value();
                }
                if (field.value() instanceof Value.SymbolRef symbol && name.equals(field.name() + SYMBOL)) {
                    found = true;
                    return symbol.symbol() == null ? new Value.Absent() : new Value.Text(symbol.symbol());
                }
            }
            if (!found) {
                row.row().fields().forEach(field -> others.add(field.name()));
            }
            return new Value.Absent();
        }

        @Override
        public @Nullable String complaint() {
            return found || others.isEmpty()
                    ? null
                    : "no column " + name + ": the rows have " + String.join(", ", others)
                            + (others.contains("member")
                                    ? "; for a member, put this before ::print, with -t TYPE"
                                    : "");
        }

        @Override
        public @Nullable String hint() {
            return complaint() != null && others.equals(Set.of(OfRow.NAME))
                    ? "did you mean a member of what is at each address? That needs its type: -t TYPE"
                    : null;
        }
    }
}
