package dev.xmdb.engine.run;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.eval.Evaluator;
import dev.xmdb.engine.eval.InvalidExpressionException;
import dev.xmdb.grammar.Command;
import dev.xmdb.grammar.CommandParser;
import dev.xmdb.grammar.Expression;
import dev.xmdb.grammar.ParsedInput;
import dev.xmdb.grammar.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Expressions that commands get as strings; the last one is kept, since a pipe evaluates the same one for every value. */
final class StringExpressions {
    private static final String EXPECTED = "expecting an expression and nothing else";
    private static final String ASSIGNED = EXPECTED + ": it compares with == and != only";

    private static final String ASSIGNMENT = ">";

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
            throw DcmdException.hopeless(
                    Place.STRING.describe(String.valueOf(e.getMessage()), e.token(), e.position()), Optional::empty);
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
            throw DcmdException.hopeless(
                    Place.STRING.describe(e.message(), e.token(), e.position()),
                    () -> Place.STRING.detail(e.expected(), e.position()));
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
        String token = afterExpression(statements);
        throw DcmdException.hopeless(
                Place.STRING.describe("syntax error", token, Place.START),
                () -> Optional.of(token.equals(ASSIGNMENT) ? ASSIGNED : EXPECTED));
    }

    /** The token that no expression has; empty when there is none at all. */
    private static String afterExpression(List<Statement> statements) {
        if (statements.isEmpty()) {
            return "";
        }
        return switch (statements.getFirst()) {
            case Statement.Run run when run.count() != null -> ",";
            case Statement.Run run ->
                switch (run.pipeline().commands().getFirst()) {
                    case Command.Assign ignored -> ASSIGNMENT;
                    case Command.Format format -> String.valueOf(format.verb().symbol());
                    case Command.WriteOrSearch search ->
                        String.valueOf(search.verb().symbol());
                    case Command.Dcmd dcmd -> DcmdSpec.typed(dcmd.name());
                };
            case Statement.Naked naked when naked.count() != null -> ",";
            case Statement.Naked naked -> naked.shell() != null ? "!" : ";";
            case Statement.Shell ignored -> "!";
            case Statement.Empty ignored -> statements.size() > 1 ? ";" : "";
        };
    }
}
