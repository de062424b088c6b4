package dev.xmdb.shell.terminal;

import dev.xmdb.engine.Session;
import dev.xmdb.grammar.CommandParser;
import dev.xmdb.grammar.Span;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Colours little: what cannot be right is red, comments are faint. */
final class CommandHighlighter implements Highlighter {
    private static final AttributedStyle WRONG = AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
    private static final AttributedStyle ASIDE = AttributedStyle.DEFAULT.faint();

    private final Session session;

    CommandHighlighter(Session session) {
        this.session = session;
    }

    @Override
    public AttributedString highlight(LineReader reader, String buffer) {
        var line = new AttributedStringBuilder(buffer.length());
        int at = 0;
        for (Span span : CommandParser.spans(buffer)) {
            if (span.start() >= at && span.end() <= buffer.length()) {
                line.append(buffer, at, span.start());
                line.append(buffer.substring(span.start(), span.end()), style(span, buffer));
                at = span.end();
            }
        }
        return line.append(buffer, at, buffer.length()).toAttributedString();
    }

    private AttributedStyle style(Span span, String buffer) {
        boolean beingTyped = span.end() == buffer.length();
        return switch (span.kind()) {
            case ERROR -> beingTyped ? AttributedStyle.DEFAULT : WRONG;
            case DCMD ->
                beingTyped || known(buffer.substring(span.start(), span.end())) ? AttributedStyle.DEFAULT : WRONG;
            case COMMENT -> ASIDE;
            default -> AttributedStyle.DEFAULT;
        };
    }

    private boolean known(String typed) {
        String name = typed.startsWith("::") ? typed.substring(2) : typed;
        return name.startsWith("$<")
                || name.equals("$>")
                || name.equals("$")
                || session.dcmd(name).isPresent();
    }
}
