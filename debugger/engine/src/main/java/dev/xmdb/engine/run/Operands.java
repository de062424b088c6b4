package dev.xmdb.engine.run;

import dev.xmdb.engine.Suggestions;
import dev.xmdb.engine.Variables;
import dev.xmdb.engine.eval.EvaluationContext;
import dev.xmdb.grammar.Expression;
import dev.xmdb.target.Target;
import dev.xmdb.target.symbols.Symbols;
import java.util.Optional;

/**
 * What expressions of a session are made of.
 *
 * @param session the session
 * @param frames its dots
 */
record Operands(DebugSession session, Frames frames) implements EvaluationContext {
    @Override
    public long dot() {
        return frames.dot();
    }

    @Override
    public long increment() {
        return frames.increment();
    }

    @Override
    public long lastAddress() {
        return frames.lastAddress();
    }

    @Override
    public int radix() {
        return session.radix();
    }

    @Override
    public Variables variables() {
        return session.variables();
    }

    @Override
    public Symbols symbols() {
        return session.symbols();
    }

    @Override
    public Optional<Target> target() {
        return session.target();
    }

    @Override
    public Optional<String> nearSymbol(Expression.Symbol unknown) {
        String object = unknown.object();
        var suggestions = new Suggestions(session);
        return object == null
                ? session.troubles().nearSymbol(unknown.name(), () -> suggestions.symbol(unknown.name()))
                : session.troubles()
                        .nearSymbol(object + "`" + unknown.name(), () -> suggestions.symbol(object, unknown.name()));
    }

    @Override
    public Optional<String> nearVariable(String unknown) {
        return new Suggestions(session).variable(unknown);
    }
}
