package dev.xmdb.grammar;

import static dev.xmdb.grammar.Span.Kind.ARGUMENT;
import static dev.xmdb.grammar.Span.Kind.COMMENT;
import static dev.xmdb.grammar.Span.Kind.DCMD;
import static dev.xmdb.grammar.Span.Kind.ERROR;
import static dev.xmdb.grammar.Span.Kind.FORMAT;
import static dev.xmdb.grammar.Span.Kind.NUMBER;
import static dev.xmdb.grammar.Span.Kind.OPERATOR;
import static dev.xmdb.grammar.Span.Kind.SEPARATOR;
import static dev.xmdb.grammar.Span.Kind.SHELL;
import static dev.xmdb.grammar.Span.Kind.STRING;
import static dev.xmdb.grammar.Span.Kind.SYMBOL;
import static dev.xmdb.grammar.Span.Kind.VARIABLE;
import static dev.xmdb.grammar.Span.Kind.VERB;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpanTest {

    @Test
    void everyStretchOfALineHasItsKind() {
        String line = "cpu+0x10,5/2X\"a\";<v::print -a 'b' $[1] | $c ! wc; 1 // end";
        assertThat(CommandParser.spans(line))
                .extracting(Span::kind)
                .containsExactly(
                        SYMBOL, OPERATOR, NUMBER, SEPARATOR, NUMBER, VERB, FORMAT, FORMAT, STRING, SEPARATOR, VARIABLE,
                        DCMD, ARGUMENT, STRING, OPERATOR, NUMBER, OPERATOR, SEPARATOR, DCMD, SEPARATOR, SHELL,
                        SEPARATOR, NUMBER, COMMENT);
    }

    @Test
    void spansSayWhereTheyAre() {
        assertThat(CommandParser.spans(" ::ps  -f")).containsExactly(new Span(DCMD, 1, 5), new Span(ARGUMENT, 7, 9));
    }

    @Test
    void whatCannotBeRightIsAnError() {
        assertThat(CommandParser.spans("0x 'a")).extracting(Span::kind).containsExactly(ERROR, ERROR);
        assertThat(CommandParser.spans("::x \"a")).extracting(Span::kind).containsExactly(DCMD, ERROR);
        assertThat(CommandParser.spans("{")).extracting(Span::kind).containsExactly(ERROR);
    }
}
