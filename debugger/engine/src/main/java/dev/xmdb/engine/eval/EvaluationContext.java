package dev.xmdb.engine.eval;

import dev.xmdb.engine.Variables;
import dev.xmdb.grammar.Expression;
import dev.xmdb.target.Target;
import dev.xmdb.target.symbols.Symbols;
import java.util.Optional;

/** What an expression's operands mean while it is evaluated. */
public interface EvaluationContext {

    /** Dot. */
    long dot();

    /** The last increment, for {@code +} and {@code ^}. */
    long increment();

    /** The address most recently used, for {@code &}. */
    long lastAddress();

    /** Default radix of numbers. */
    int radix();

    /** The variables. */
    Variables variables();

    /** The symbols. */
    Symbols symbols();

    /** What may have been meant by a symbol that there is none of; see {@link dev.xmdb.engine.Suggestions}. */
    default Optional<String> nearSymbol(Expression.Symbol unknown) {
        return Optional.empty();
    }

    /** What may have been meant by a variable that there is none of. */
    default Optional<String> nearVariable(String unknown) {
        return Optional.empty();
    }

    /** Where memory comes from; empty for a calculator. */
    Optional<Target> target();
}
