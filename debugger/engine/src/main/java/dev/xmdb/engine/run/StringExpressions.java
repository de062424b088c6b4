package dev.xmdb.engine.run;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.eval.Evaluator;
import dev.xmdb.engine.eval.InvalidExpressionException;
import dev.xmdb.grammar.CommandParser;
import dev.xmdb.grammar.Expression;
import dev.xmdb.grammar.ParsedInput;
import dev.xmdb.grammar.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expressions that commands get as strings; the last one is kept, since a pipe evaluates the same one for every value. */
final class StringExpressions {
    private final Evaluator evaluator;
    private @Nullable Parsed parsed;

    private record Parsed(String text, Expression expression) {}

    StringExpressions(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /**
     * The value of an expression.
     *
     * @throws DcmdException when it has none
     */
    long evaluate(Expression expression) {
        try {
            return evaluator.evaluate(expression);
        } catch (InvalidExpressionException e) {
            throw new DcmdException(Place.STRING.describe(String.valueOf(e.getMessage()), e.token(), e.position()));
        }
    }

    /**
     * The expression that a string is.
     *
     * @throws DcmdException when it is none
     */
    Expression parse(String text) {
        Parsed known = parsed;
        if (known != null && known.text().equals(text)) {
            return known.expression();
        }
        ParsedInput input = CommandParser.parse(text);
        input.error().ifPresent(e -> {
            throw new DcmdException(Place.STRING.describe(e.message(), e.token(), e.position()));
        });
        List<Statement> statements = input.statements();
        if (statements.size() == 1
                && statements.getFirst() instanceof Statement.Naked naked
                && naked.address() != null
                && naked.count() == null
                && naked.shell() == null) {
            parsed = new Parsed(text, naked.address());
            return naked.address();
        }
        throw new DcmdException(Place.STRING.describe("expected an expression", text, Place.START));
    }
}
