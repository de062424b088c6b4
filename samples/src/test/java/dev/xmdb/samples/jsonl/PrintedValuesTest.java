package dev.xmdb.samples.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.samples.Unpacked;
import dev.xmdb.samples.Xmdb;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Typed values that the program prints as JSON, read back: they are the numbers that the bytes in memory stand for, by the rules of C for
 * where members lie.
 */
final class PrintedValuesTest {
    private static final String DECLARATION =
            "struct { char c; signed char sc; unsigned char uc; short s; unsigned short us; int i; unsigned int ui; "
                    + "long l; unsigned long ul; char text[5]; short many[3]; struct { int a; unsigned char b; } in; "
                    + "unsigned b1:3; unsigned b2:7; int b3:5; char *p; }";
    private static final int SIZE = 64;
    private static final int TEXT = 32;
    private static final int TEXT_LENGTH = 5;

    /** Letters behind a backslash in C, and the characters they stand for. */
    private static final String ESCAPES = "abfnrtv\\'\"";

    private static final String ESCAPED = "\u0007\b\f\n\r\t\u000b\\'\"";

    private static final List<Member> NUMBERS = List.of(
            new Member("sc", 1, 0, 8, true),
            new Member("uc", 2, 0, 8, false),
            new Member("s", 4, 0, 16, true),
            new Member("us", 6, 0, 16, false),
            new Member("i", 8, 0, 32, true),
            new Member("ui", 12, 0, 32, false),
            new Member("l", 16, 0, 64, true),
            new Member("ul", 24, 0, 64, false),
            new Member("in.a", 44, 0, 32, true),
            new Member("in.b", 48, 0, 8, false),
            new Member("b1", 52, 0, 3, false),
            new Member("b2", 52, 3, 7, false),
            new Member("b3", 52, 10, 5, true),
            new Member("p", 56, 0, 64, false));

    /** Where a number lies, and how it is meant. */
    private record Member(String path, int at, int bit, int width, boolean signed) {
        BigInteger in(byte[] bytes) {
            var magnitude = new byte[8];
            for (int i = 0; i < 8 && at + i < bytes.length; i++) {
                magnitude[7 - i] = bytes[at + i];
            }
            BigInteger number = new BigInteger(1, magnitude).shiftRight(bit).mod(BigInteger.ONE.shiftLeft(width));
            return signed && number.testBit(width - 1) ? number.subtract(BigInteger.ONE.shiftLeft(width)) : number;
        }
    }

    @Test
    void printedNumbersAreThoseOfTheBytes() throws IOException {
        Path image = Unpacked.sample();
        Map<Long, byte[]> memory = new HashMap<>();
        var input = new StringBuilder("::typedef '" + DECLARATION + "' read_back_t\n");
        try (Target target = Targets.open(DomainImages.open(image, OpenProgress.NONE), TargetOptions.NONE)) {
            addresses(target).forEach(address -> {
                var bytes = new byte[SIZE];
                target.virtual().read(address, bytes, 0, SIZE);
                memory.put(address, bytes);
                input.append(Long.toHexString(address)).append("::print -a read_back_t\n");
            });
        }
        Xmdb.Result result = Xmdb.runWithInput(input.toString(), "-S", "-o", "jsonl", image.toString());
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        Map<Long, Map<String, @Nullable Object>> printed = printed(result.lines());
        assertThat(printed.keySet()).isEqualTo(memory.keySet());
        memory.forEach((address, bytes) -> same(address, bytes, printed.getOrDefault(address, Map.of())));
    }

    /** Text and pointers, whatever their alignment. */
    private static List<Long> addresses(Target target) {
        long banner = target.symbols().valueOf("linux_banner").orElseThrow();
        long task = target.symbols().valueOf("init_task").orElseThrow();
        return LongStream.range(0, 40)
                .boxed()
                .flatMap(i -> Stream.of(banner + 3 * i, task + 41 * i))
                .toList();
    }

    /** Values by paths, by the address of what they are members of: the first row tells that. */
    private static Map<Long, Map<String, @Nullable Object>> printed(List<String> lines) throws IOException {
        Map<Long, Map<String, @Nullable Object>> all = new HashMap<>();
        Map<String, @Nullable Object> values = new HashMap<>();
        for (String line : lines) {
            Map<String, @Nullable Object> row = JsonLine.read(line);
            if ("".equals(row.get("member"))) {
                values = new HashMap<>();
                all.put(address(row.get("address")), values);
            }
            values.put(String.valueOf(row.get("member")), row.get("value"));
        }
        return all;
    }

    private static long address(@Nullable Object text) {
        assertThat(text).asString().matches("0x[0-9a-f]{1,16}");
        return Long.parseUnsignedLong(String.valueOf(text).substring(2), 16);
    }

    private static void same(long address, byte[] bytes, Map<String, @Nullable Object> values) {
        String where = Long.toHexString(address);
        for (Member member : NUMBERS) {
            Object value = values.get(member.path());
            BigInteger number =
                    value instanceof String hex ? new BigInteger(hex.substring(2), 16) : new BigInteger(value + "");
            assertThat(number).as(where + " " + member.path()).isEqualTo(member.in(bytes));
        }
        List<BigInteger> many = new ArrayList<>();
        for (Object element : (List<?>) values.getOrDefault("many", List.of())) {
            many.add(new BigInteger(String.valueOf(element)));
        }
        assertThat(many)
                .as(where + " many")
                .containsExactly(
                        new Member("", 38, 0, 16, true).in(bytes),
                        new Member("", 40, 0, 16, true).in(bytes),
                        new Member("", 42, 0, 16, true).in(bytes));
        assertThat(character(values.get("c"))).as(where + " c").isEqualTo(bytes[0] & 0xff);
        assertThat(characters(values.get("text")))
                .as(where + " text " + values.get("text"))
                .isEqualTo(meant(Arrays.copyOfRange(bytes, TEXT, TEXT + TEXT_LENGTH)));
    }

    /** The text of an array up to its end, when all of that can be printed; otherwise every character of the array. */
    private static List<Integer> meant(byte[] array) {
        List<Integer> all = IntStream.range(0, array.length)
                .map(i -> array[i] & 0xff)
                .boxed()
                .toList();
        List<Integer> text = all.contains(0) ? all.subList(0, all.indexOf(0)) : all;
        return !text.isEmpty() && text.stream().allMatch(c -> c >= ' ' && c <= '~') ? text : all;
    }

    /** What an array of characters is printed as: a text, each character of it for itself, or a list. */
    private static List<Integer> characters(@Nullable Object value) {
        return value instanceof List<?> elements
                ? elements.stream().map(PrintedValuesTest::character).toList()
                : String.valueOf(value).chars().boxed().toList();
    }

    /** The number of a character that is written as in C, without its quotes. */
    private static int character(@Nullable Object value) {
        String shown = String.valueOf(value);
        if (shown.length() == 1) {
            return shown.charAt(0);
        }
        assertThat(shown).matches("\\\\([abfnrtv\\\\'\"]|[0-7]{1,3})");
        int letter = ESCAPES.indexOf(shown.charAt(1));
        return letter < 0 ? Integer.parseInt(shown.substring(1), 8) : ESCAPED.charAt(letter);
    }
}
