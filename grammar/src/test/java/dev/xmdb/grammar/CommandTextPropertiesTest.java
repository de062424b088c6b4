package dev.xmdb.grammar;

import static dev.xmdb.grammar.Trees.shape;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Trees are what is read back from their text. */
class CommandTextPropertiesTest {
    private static final String SEED = "20261121";

    @Property(tries = 1000, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void aStatementIsReadBack(@ForAll("statements") Statement statement) {
        String text = CommandText.of(statement);
        ParsedInput read = CommandParser.parse(text + "\n");
        assertThat(read.error()).as(text).isEmpty();
        assertThat(shape(read.statements())).as(text).isEqualTo(shape(List.of(statement)));
    }

    @Property(tries = 1000, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void anExpressionIsReadBack(@ForAll("expressions") Expression expression) {
        String text = CommandText.of(expression);
        assertThat(shape(Trees.expression(text))).as(text).isEqualTo(shape(expression));
    }

    @Property(tries = 1000, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void linesOfStatementsAreReadBack(@ForAll("lines") List<Statement> statements) {
        String text = statements.stream().map(CommandText::of).collect(Collectors.joining("\n", "", "\n"));
        assertThat(shape(Trees.statements(text))).as(text).isEqualTo(shape(statements));
    }

    @Property(tries = 2000, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void whatIsReadIsWrittenTheSameAgain(@ForAll("anything") String text) {
        for (Statement statement : CommandParser.parse(text).statements()) {
            String written = CommandText.of(statement);
            List<Statement> again = CommandParser.parse(written + "\n").statements();
            assertThat(shape(again)).as("%s, written %s", text, written).isEqualTo(shape(List.of(statement)));
            assertThat(CommandText.of(again.getFirst())).isEqualTo(written);
        }
    }

    @Provide
    Arbitrary<Statement> statements() {
        return TreeArbitraries.statements();
    }

    @Provide
    Arbitrary<Expression> expressions() {
        return TreeArbitraries.expressions();
    }

    @Provide
    Arbitrary<List<Statement>> lines() {
        return TreeArbitraries.statements().list().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<String> anything() {
        return TextArbitraries.anything();
    }
}
