package dev.xmdb.grammar;

import java.util.List;
import java.util.Optional;

/**
 * The statements of some command text, up to the first error.
 *
 * @param statements in order; those before an error are complete and may be run
 * @param error what stopped the parse; nothing after it was looked at
 */
public record ParsedInput(List<Statement> statements, Optional<SyntaxError> error) {
    /** Copies the list. */
    public ParsedInput {
        statements = List.copyOf(statements);
    }
}
