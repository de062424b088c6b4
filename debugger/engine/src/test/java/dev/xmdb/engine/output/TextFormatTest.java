package dev.xmdb.engine.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The printf dialect, against Java's where they agree. */
final class TextFormatTest {
    private static final Layout SYMBOLIC =
            new Layout(16, 16, a -> a >= 0x1000 && a < 0x1100 ? new Layout.Place("main", a - 0x1000) : null);

    private static String print(String format, Value... values) {
        return TextFormat.of(format).format(SYMBOLIC, List.of(values));
    }

    private static String print(String format, long value) {
        return print(format, new Value.Quantity(value));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 255, 65536, Long.MAX_VALUE, Long.MIN_VALUE, -1, -10})
    void numbersAgreeWithJavasOwnFormatter(long value) {
        for (String format : List.of(
                "%d", "%5d", "%-5d|", "%05d", "%+d", "% d", "%x", "%16x", "%-16x|", "%016x", "%X", "%o", "%8o")) {
            assertThat(print(format, value)).as(format).isEqualTo(String.format(Locale.ROOT, format, value));
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', textBlock = """
            %#x,    0,     0
            %#x,    1,     0x1
            %#010x, 255,   0x000000ff
            %#o,    8,     010
            %#o,    0,     0
            %r,     255,   ff
            %#r,    9,     9
            %#r,    10,    0xa
            %hx,    -1,    ffff
            %hhx,   -1,    ff
            %hd,    65535, -1
            %hhd,   128,   -128
            %lld,   -1,    -1
            %lu,    -1,    18446744073709551615
            %q,     -8,    -10
            %#q,    -8,    -010
            %hq,    65528, -10
            %p,     4096,  1000
            %c,     65,    A
            %.4d,   7,     0007
            %a,     4096,  main
            %a,     4104,  main+8
            %a,     4115,  main+0x13
            %a,     8192,  0x2000
            %a,     9,     9
            %a,     0,     0
            %#a,    4096,  main:
            %d%%,   5,     5%
            """)
    void aConversionPrints(String format, long value, String text) {
        assertThat(print(format, value)).isEqualTo(text);
    }

    @Test
    void aQuestionMarkIsThePointersWidth() {
        var narrow = new Layout(8, 16, a -> null);
        assertThat(print("%?p|", 255)).isEqualTo("              ff|");
        assertThat(print("%-?p|", 255)).isEqualTo("ff              |");
        assertThat(print("%0?p|", 255)).isEqualTo("00000000000000ff|");
        assertThat(TextFormat.of("%0?p").format(narrow, List.of(new Value.Address(255))))
                .isEqualTo("000000ff");
        assertThat(TextFormat.of("%?s").format(narrow, List.of(new Value.Text("x"))))
                .isEqualTo("       x");
    }

    @Test
    void everyKindOfValuePrintsAsText() {
        assertThat(print("%5s|", new Value.Absent())).isEqualTo("    -|");
        assertThat(print("%-5x|", new Value.Absent())).isEqualTo("-    |");
        assertThat(print("%s", new Value.Truth(true))).isEqualTo("yes");
        assertThat(print("%d", new Value.Truth(false))).isEqualTo("0");
        assertThat(print("%s", new Value.Flags(5, List.of("A", "C")))).isEqualTo("A,C");
        assertThat(print("%x", new Value.Flags(0x1b, List.of()))).isEqualTo("1b");
        assertThat(print("%s", new Value.Many(List.of(new Value.Text("a"), new Value.Quantity(2)))))
                .isEqualTo("a,2");
        assertThat(print("%-20a|", new Value.SymbolRef(0x10, "swtch+0x17f"))).isEqualTo("swtch+0x17f         |");
        assertThat(print("%a", new Value.SymbolRef(0x10, null))).isEqualTo("0x10");
        assertThat(print("%15A|", new Value.SymbolRef(0x10, null))).isEqualTo("               |");
        assertThat(print("%5d|", new Value.Text("-"))).isEqualTo("    -|");
        assertThat(print("%.3s", new Value.Text("abcdef"))).isEqualTo("abc");
    }

    @Test
    void anOverlongValueIsNeverCut() {
        assertThat(print("%3d|", 123456)).isEqualTo("123456|");
    }

    @Test
    void tabsFillToAMultipleAndAttributesAreDropped() {
        assertThat(print("ab%8Tc")).isEqualTo("ab      c");
        assertThat(print("abcdefgh%8Tc")).isEqualTo("abcdefghc");
        assertThat(print("%<u>%x%</u>", 10)).isEqualTo("a");
    }

    @Test
    void sizesForPeopleHaveThreeDigits() {
        assertThat(print("%H", 4096)).isEqualTo("4K");
        assertThat(print("%H", 1572864)).isEqualTo("1.50M");
        assertThat(print("%H", 100)).isEqualTo("100");
        assertThat(print("%H", 128L << 20)).isEqualTo("128M");
    }

    @Test
    void baseMarksFollowTheRadix() {
        assertThat(Layout.marked(1, 2)).isEqualTo("1");
        assertThat(Layout.marked(2, 2)).isEqualTo("0i10");
        assertThat(Layout.marked(7, 8)).isEqualTo("7");
        assertThat(Layout.marked(8, 8)).isEqualTo("0o10");
        assertThat(Layout.marked(9, 10)).isEqualTo("9");
        assertThat(Layout.marked(10, 10)).isEqualTo("0t10");
        assertThat(Layout.marked(100, 7)).isEqualTo("202");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "%5", "%z", "%-", "%.", "%99999d", "%<u"})
    void whatIsNoFormatIsRefused(String format) {
        assertThatThrownBy(() -> TextFormat.of(format))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("illegal format string");
    }

    @Test
    void valuesAndConversionsMustMatch() {
        assertThatThrownBy(() -> print("%d %d", 1)).hasMessageContaining("takes 2 values, not 1");
        assertThatThrownBy(() -> Line.of("%d")).hasMessageContaining("0 names");
    }

    @Test
    void aTableAlignsItsHeadersLikeItsCells() {
        Table table = Table.of(
                Column.of("ID", "%3d"),
                Column.of("ADDR", "%-?p").pipes(),
                Column.of("SWITCH", "t-%-4d"),
                Column.of("NAME(S)", "%s"));
        assertThat(table.header(Layout.PLAIN).text()).isEqualTo(" ID ADDR             SWITCH NAME(S)");
        Emission.Row row = table.row(
                Layout.PLAIN,
                List.of(new Value.Quantity(0), new Value.Address(0xfff0), new Value.Quantity(12), new Value.Text("x")));
        assertThat(row.text()).isEqualTo("  0 fff0             t-12   x");
        assertThat(row.piped()).isEqualTo(0xfff0L);
        assertThat(row.fields()).extracting(Field::name).containsExactly("id", "addr", "switch", "name_s_");
        assertThatThrownBy(() -> table.row(List.of())).hasMessageContaining("4 columns was given 0 cells");
    }

    @Test
    void aLinePipesTheFieldItNames() {
        Line line = Line.of("virtual %x mapped to physical %x", "virtual", "physical")
                .pipes("physical");
        Emission.Row row = line.row(List.of(new Value.Address(1), new Value.Address(2)));
        assertThat(row.text()).isEqualTo("virtual 1 mapped to physical 2");
        assertThat(row.piped()).isEqualTo(2L);
    }
}
