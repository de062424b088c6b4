package dev.xmdb.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Every format of numbers prints any bytes as {@link String#format} does, in its columns, as often as it is told. */
class FormatPropertiesTest {
    private static final String SEED = "20261121";
    private static final long AT = 0x7000;
    private static final int BYTES = 128;
    private static final String LABEL = "0x7000:         ";
    private static final int WIDTH = 80;
    private static final String MARGIN = " ".repeat(16);

    @Property(tries = 1000, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void aRowOfItemsIsReadFromMemory(
            @ForAll("numeric") char letter,
            @ForAll @IntRange(min = 1, max = 12) int count,
            @ForAll @Size(BYTES) byte[] bytes) {
        var memory = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<String> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(item(letter, memory));
        }
        Transcript session = new Transcript(target(bytes));
        // A letter that would write or search behind the verb does so no more behind an empty text.
        assertThat(session.run("7000/\"\"" + count + letter)).isEqualTo(laidOut(LABEL, items));
        assertThat(session.errors()).isEmpty();
        assertThat(session.run("+=X").strip()).isEqualTo(Long.toHexString(AT + memory.position()));
    }

    @Property(tries = 1000, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void differentItemsFollowEachOther(@ForAll("numerics") List<Character> letters, @ForAll @Size(BYTES) byte[] bytes) {
        var memory = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        var format = new StringBuilder("\"\"");
        List<String> items = new ArrayList<>();
        for (char letter : letters) {
            format.append(letter);
            items.add(item(letter, memory));
        }
        assertThat(new Transcript(target(bytes)).run("7000/" + format)).isEqualTo(laidOut(LABEL, items));
    }

    @Property(tries = 1000, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void aValueIsWhatItsLowBytesAre(@ForAll("numeric") char letter, @ForAll long value) {
        var cell =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
        assertThat(new Transcript(null).run("0" + Long.toHexString(value) + "=\"\"" + letter))
                .isEqualTo(laidOut(MARGIN, List.of(item(letter, cell))));
    }

    @Property(tries = 500, seed = SEED, edgeCases = EdgeCasesMode.NONE)
    void theDefaultRadixIsThatOfTheSession(@ForAll @IntRange(min = 2, max = 16) int radix, @ForAll int value) {
        var session = new Transcript(null);
        session.session().radix(radix);
        String command = "0x" + Integer.toHexString(value) + "=\"\"Ww";
        String words =
                pad(Integer.toUnsignedString(value, radix), 16) + pad(Integer.toString(value & 0xffff, radix), 8);
        assertThat(session.run(command).replace("\n" + MARGIN, "")).isEqualTo(MARGIN + words + "\n");
    }

    private static FakeTarget target(byte[] bytes) {
        var target = new FakeTarget(8);
        for (int i = 0; i < bytes.length; i++) {
            target.bytes(AT + i, bytes[i]);
        }
        return target;
    }

    private static String item(char letter, ByteBuffer memory) {
        return switch (letter) {
            case 'B' -> format("%-8x", memory.get());
            case 'b' -> pad(octal(memory.get() & 0xff), 8);
            case 'V' -> format("%-8d", memory.get() & 0xff);
            case 'v' -> format("%-8d", memory.get());
            case 'd' -> format("%-8d", memory.getShort());
            case 'u' -> format("%-8d", memory.getShort() & 0xffff);
            case 'x', 'w' -> format("%-8x", memory.getShort());
            case 'h' -> format("%-8x", Short.reverseBytes(memory.getShort()));
            case 'o' -> pad(octal(memory.getShort() & 0xffff), 8);
            case 'q' -> pad(octal(memory.getShort()), 8);
            case 'D' -> format("%-16d", memory.getInt());
            case 'U' -> format("%-16d", memory.getInt() & 0xffff_ffffL);
            case 'X', 'W' -> format("%-16x", memory.getInt());
            case 'H' -> format("%-16x", Integer.reverseBytes(memory.getInt()));
            case 'O' -> pad(octal(memory.getInt() & 0xffff_ffffL), 16);
            case 'Q' -> pad(octal(memory.getInt()), 16);
            case 'E' -> pad(Long.toUnsignedString(memory.getLong()), 16);
            case 'e' -> format("%-16d", memory.getLong());
            case 'G' -> format("%-16o", memory.getLong());
            case 'g' -> pad(signed(memory.getLong(), ""), 16);
            case 'R' -> pad(Long.toBinaryString(memory.getLong()), 64);
            default -> {
                long value = memory.getLong();
                yield format(value >>> 60 == 0 ? "%-16x" : "%-17x", value);
            }
        };
    }

    private static String format(String conversion, Number value) {
        return String.format(Locale.ROOT, conversion, value);
    }

    /** Octal with a leading zero, signed. */
    private static String octal(long value) {
        return value == 0 ? "0" : signed(value, "0");
    }

    private static String signed(long value, String mark) {
        return value < 0 ? "-" + mark + Long.toOctalString(-value) : mark + Long.toOctalString(value);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** Items in their columns: one that does not fit begins the next line. */
    private static String laidOut(String label, List<String> items) {
        var text = new StringBuilder(label);
        int column = label.length();
        for (String item : items) {
            if (column + item.length() > WIDTH) {
                text.append('\n').append(MARGIN);
                column = MARGIN.length();
            }
            text.append(item);
            column += item.length();
        }
        return text.append('\n').toString();
    }

    @Provide
    Arbitrary<Character> numeric() {
        return Arbitraries.of(
                "BbVvduxwhoqDUXWHOQEeGgJKZR".chars().mapToObj(c -> (char) c).toList());
    }

    @Provide
    Arbitrary<List<Character>> numerics() {
        return numeric().list().ofMinSize(1).ofMaxSize(10);
    }
}
