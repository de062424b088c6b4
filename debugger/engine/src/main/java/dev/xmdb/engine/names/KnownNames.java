package dev.xmdb.engine.names;

import dev.xmdb.target.symbols.Symbols;
import dev.xmdb.target.types.Types;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The names of a guest's symbols and types, for completing and correcting what somebody types. Thread-safe. */
public final class KnownNames {
    /** How long a person who waits for a correction is kept waiting for names. */
    private static final Duration FOR_NEAR = Duration.ofMillis(400);
    /** The same for a completion. */
    private static final Duration FOR_BEGINNING = Duration.ofMillis(80);

    private final NameIndex symbols;
    private final NameIndex types;

    /** Names that are read when somebody asks for them. */
    public KnownNames(Symbols symbols, Types types) {
        this.symbols = new NameIndex("symbols", symbols::names);
        this.types = new NameIndex("types", types::names);
    }

    /** Begins to read, so that the names are there when somebody asks. */
    public void prepare() {
        symbols.begin();
        types.begin();
    }

    /** Names of symbols that begin with a text, in order; when there are more, some of them. */
    public List<String> symbols(String beginning, int most) {
        return symbols.beginning(beginning, most, FOR_BEGINNING);
    }

    /** Names of types that begin with a text, the keyword included, in order; when there are more, some of them. */
    public List<String> types(String beginning, int most) {
        return types.beginning(beginning, most, FOR_BEGINNING);
    }

    /** Names of symbols. */
    public Stream<String> symbols() {
        return symbols.names(FOR_NEAR);
    }

    /** Names of types. */
    public Stream<String> types() {
        return types.names(FOR_NEAR);
    }
}
