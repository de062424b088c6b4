package dev.xmdb.dcmds.core.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.LinuxDomain;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.Walker;
import dev.xmdb.engine.output.Column;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.Table;
import dev.xmdb.engine.output.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands over rows, on a table of four rows of which the second stands for no name and the last two are alike in kind. */
class RowDcmdsTest {
    private static final String HEADER = "            ADDR NAME   COUNT KIND\n";
    private static final String PEAR = "            30f0 pear      9 pome\n";
    private static final String NONE = "            10f0 -        10 -\n";
    private static final String PLUM = "            20f0 plum     -1 stone\n";
    private static final String CHERRY = "            40f0 cherry    9 stone\n";

    private final Conversation session = new Conversation(new Fruit());

    /** A module with one command, which prints four rows. */
    private static final class Fruit implements DebuggerModule {
        private static final Table TABLE = Table.of(
                Column.of("ADDR", "%16p").pipes(),
                Column.of("NAME", "%-6s"),
                Column.of("COUNT", "%4d"),
                Column.of("KIND", "%s"));

        @Override
        public String name() {
            return "fruit";
        }

        @Override
        public List<Dcmd> dcmds() {
            return List.of(new Declared(DcmdSpec.named("fruit").build(), Fruit::list));
        }

        private static Status list(Invocation in) {
            in.out().header(TABLE);
            row(in, 0x30f0, "pear", 9, "pome");
            row(in, 0x10f0, null, 10, null);
            row(in, 0x20f0, "plum", -1, "stone");
            row(in, 0x40f0, "cherry", 9, "stone");
            return Status.OK;
        }

        private static void row(Invocation in, long address, @Nullable String name, long count, @Nullable String kind) {
            in.out().row(TABLE, new Value.Address(address), text(name), new Value.Quantity(count), text(kind));
        }

        private static Value text(@Nullable String text) {
            return text == null ? new Value.Absent() : new Value.Text(text);
        }

        @Override
        public List<Walker> walkers() {
            return List.of();
        }
    }

    /** The names that a pipeline leaves, in order. */
    private List<String> names(String pipeline) {
        session.run(pipeline);
        return session.rows().stream()
                .map(row -> row.fields().stream()
                        .filter(field -> field.name().equals("name"))
                        .map(Field::value)
                        .map(value -> value instanceof Value.Text(String text) ? text : "-")
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    @Test
    void rowsThatFitKeepTheirTextUnderTheirHeader() {
        assertThat(session.run("::fruit | ::filter kind = stone")).isEqualTo(HEADER + PLUM + CHERRY);
        assertThat(session.outcome().succeeded()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "count = 9, pear cherry",
        "count = 0t9, pear cherry",
        "count = 0xa, -",
        "count <> 9, - plum",
        "count < 9, plum",
        "count <= 9, pear plum cherry",
        "count > 9, -",
        "count >= 9, pear - cherry",
        "COUNT=-1, plum",
        "count>9, -",
        "'count > 9', -",
        "addr > 20f0, pear cherry",
        "addr = 0x1000+f0, -",
        "name = plum, plum",
        "name < d, cherry",
        "name ~ ^p, pear plum",
        "name =~ ^p, pear plum",
        "name=~^p, pear plum",
        "'name ~ ^p(e|x)', pear",
        "-v kind = stone, pear -",
        ".==0x20f0, plum",
        "-v .==0x20f0, pear - cherry"
    })
    void aComparisonChooses(String words, String left) {
        String quoted = words.contains(" ~ ^p(") || words.startsWith("'") ? "'" + words.replace("'", "") + "'" : words;
        assertThat(String.join(" ", names("::fruit | ::filter " + quoted))).isEqualTo(left);
        assertThat(session.messages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', - plum pear cherry",
        "-r, cherry pear plum -",
        "count, plum pear cherry -",
        "count name, plum cherry pear -",
        "-r count, - pear cherry plum",
        "name, cherry pear plum -",
        "kind name, pear cherry plum -"
    })
    void rowsAreOrdered(String words, String order) {
        assertThat(String.join(" ", names("::fruit | ::sort " + words))).isEqualTo(order);
    }

    @Test
    void headPassesRowsOnOnceRowsWereOrderedAndValuesOtherwise() {
        assertThat(session.run("::fruit | ::sort | ::head -n 1")).isEqualTo(HEADER + NONE);
        assertThat(session.run("::fruit | ::head -n 1")).isEqualTo("30f0\n");
    }

    @Test
    void headTakesRowsThatStandForNothingAsTheyAre() {
        assertThat(session.run("::aliases | ::head -n 2")).hasLineCount(2).startsWith("bt ");
        assertThat(session.messages()).isEmpty();
    }

    @Test
    void tailPassesOnTheLastRows() {
        assertThat(session.run("::fruit | ::tail -2")).isEqualTo(HEADER + PLUM + CHERRY);
        assertThat(session.run("::fruit | ::tail -n 0")).isEmpty();
        assertThat(session.run("::fruit | ::tail")).isEqualTo(HEADER + PEAR + NONE + PLUM + CHERRY);
    }

    @Test
    void rowsAreCountedWhereThereAreNoneToo() {
        assertThat(session.run("::fruit | ::count")).isEqualTo("4\n");
        assertThat(session.run("::fruit | ::filter count = 5 | ::count")).isEqualTo("0\n");
    }

    @Test
    void aColumnIsAddedUp() {
        assertThat(session.run("::fruit | ::sum count")).isEqualTo("27\n");
        assertThat(session.run("::fruit | ::sum addr | ::eval .=X")).contains("a3c0");
    }

    @Test
    void aSumOfAddressesHasNoSign() {
        assertThat(session.run("ffffffff80000000::map .+1 | ::sum value")).isEqualTo("18446744071562067969\n");
        assertThat(session.errors("::fruit | ::map .-2100 | ::sum value"))
                .isEqualTo("xmdb: the sum of value does not fit in 64 bits\n");
        assertThat(session.errors("::fruit | ::sum name")).isEqualTo("xmdb: name is no number and has no sum\n");
    }

    @Test
    void groupsAreCountedTheLargestFirst() {
        assertThat(session.run("::fruit | ::groupby kind"))
                .isEqualTo("   COUNT KIND\n       2 stone\n       1 pome\n       1 -\n");
        assertThat(session.run("::fruit | ::groupby -s count kind | ::filter sum = 8"))
                .isEqualTo("   COUNT              SUM KIND\n       2                8 stone\n");
    }

    @Test
    void aGroupStandsForItsFirstRow() {
        assertThat(session.run("::fruit | ::groupby kind | ::head -n 1 | ::map ."))
                .isEqualTo("20f0\n");
    }

    @Test
    void oneOfRowsThatAreAlikeRemains() {
        assertThat(names("::fruit | ::uniq kind")).containsExactly("pear", "-", "plum");
        assertThat(session.run("::fruit | ::uniq -c count"))
                .isEqualTo("   COUNT             ADDR NAME   COUNT KIND\n"
                        + ("       2 " + PEAR + "       1 " + NONE + "       1 " + PLUM));
    }

    @Test
    void aColumnThatNoRowHasIsTheOnlyThingThatIsTold() {
        for (String stage :
                new String[] {"::uniq nosuch", "::uniq -c nosuch", "::sort nosuch", "::filter nosuch = 1"}) {
            assertThat(session.run("::fruit | " + stage)).as(stage).isEmpty();
            assertThat(session.errors("::fruit | " + stage))
                    .as(stage)
                    .startsWith("xmdb: no column nosuch: the rows have ")
                    .hasLineCount(1);
        }
    }

    @Test
    void laterStagesReceiveTheAddressesOfRows() {
        assertThat(session.run("::fruit | ::sort count | ::map .+1")).isEqualTo("20f1\n30f1\n40f1\n10f1\n");
    }

    @Test
    void rowsStayRowsOfTheCommandThatPrintedThem() {
        session.run("::fruit | ::filter count = 10");
        assertThat(session.emissions()).hasSize(2);
        assertThat(session.emissions().getFirst()).isInstanceOf(Emission.Header.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"::sort nosuch", "::sort kind nosuch", "::sum nosuch", "::groupby nosuch", "::uniq -c nosuch"})
    void nothingIsPrintedForAColumnThatIsNotThere(String stage) {
        assertThat(session.run("::fruit | " + stage)).isEmpty();
        assertThat(session.outcome().succeeded()).isFalse();
    }

    @Test
    void textHasNoSum() {
        assertThat(session.run("::fruit | ::sum kind")).isEmpty();
        assertThat(session.messages()).isEqualTo("xmdb: kind is no number and has no sum\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"::sort nosuch", "::filter nosuch = 1", "::sum nosuch", "::groupby nosuch", "::uniq nosuch"})
    void aColumnThatIsNotThereIsNamedWithThoseThatAre(String stage) {
        assertThat(session.errors("::fruit | " + stage))
                .isEqualTo("xmdb: no column nosuch: the rows have addr, name, count, kind\n");
        assertThat(session.run("::fruit | " + stage)).isEmpty();
        assertThat(session.outcome().succeeded()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "::filter count 9, '::filter takes a column, an operator and a value, or an expression'",
        "::filter count ? 9, unknown operator ?: one of = <> < <= > >= ~ is expected",
        "::tail -x, invalid number of values -- -x",
        "::sum, one column is expected",
        "::sort -t nosuch x, failed to look up type nosuch: unknown symbol name"
    })
    void aWrongCallIsToldOnce(String stage, String message) {
        assertThat(session.errors("::fruit | " + stage)).isEqualTo("xmdb: " + message + "\n");
    }

    @Test
    void withoutAPipeThereIsNothingToWorkOn() {
        assertThat(session.errors("::sort")).startsWith("Usage: ::sort");
    }

    @Test
    void aStageThatFailsBeforeLeavesNothingToCount() {
        assertThat(session.run("::fruit -z | ::count")).isEmpty();
        assertThat(session.messages()).contains("illegal option -- z").doesNotContain("count");
    }

    @Test
    void membersOfWhatRowsStandForAreRead() {
        var linux = new Conversation(LinuxDomain.target());
        String pids = linux.run("::walk task | ::sort -t 'struct task_struct' pid | ::print 'struct task_struct' pid");
        List<Long> numbers = pids.lines()
                .map(line -> Long.decode(line.substring(line.indexOf("= ") + 2)))
                .toList();
        assertThat(numbers).hasSizeGreaterThan(50).isSorted();
        assertThat(linux.run("::walk task | ::filter -t 'struct task_struct' comm = kthreadd | ::count"))
                .isEqualTo("1\n");
        assertThat(linux.errors("::walk task | ::filter -t 'struct task_struct' nosuch = 1"))
                .isEqualTo(
                        "xmdb: failed to find member nosuch of struct task_struct: no such member of structure or union\n");
    }

    @Test
    void aMemberThatIsAPointerComparesWithASymbol() {
        SolarisDomain domain = SolarisDomain.sxc16();
        long threads = domain.truth().list("threads").size();
        assertThat(domain.conversation().run("::walk thread | ::filter -t kthread_t t_procp <> 0 | ::count"))
                .isEqualTo(threads + "\n");
        assertThat(domain.conversation().run("::walk thread | ::filter -t kthread_t t_procp = p0 | ::count"))
                .isNotEqualTo("0\n");
    }
}
