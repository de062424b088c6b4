package dev.xmdb.engine.format;

import dev.xmdb.engine.FormatCharacter;
import dev.xmdb.engine.FormatCharacter.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every format character with its meaning. */
public final class FormatCatalogue {
    private static final Set<Character> PRINTED = all(Long.BYTES).stream()
            .filter(format -> format.kind() == Kind.READ)
            .map(FormatCharacter::letter)
            .collect(Collectors.toUnmodifiableSet());

    private FormatCatalogue() {}

    /** Whether a character may stand in a format. */
    static boolean isPrinted(char letter) {
        return PRINTED.contains(letter);
    }

    /**
     * All of them in ASCII order; the letters {@code v w W Z} appear twice, as they print and as they write.
     *
     * @param wordSize bytes of a pointer
     */
    public static List<FormatCharacter> all(int wordSize) {
        return Stream.of(
                        read('+', "move dot forward by the count", -1),
                        read('-', "move dot back by the count", -1),
                        read('^', "move dot back by the last item's size, count times", -1),
                        read('B', "hexadecimal byte", 1),
                        read('C', "character, with C escapes", 1),
                        read('D', "decimal, signed", 4),
                        read('E', "decimal, unsigned", 8),
                        read('F', "double", 8),
                        read('G', "octal, unsigned", 8),
                        read('H', "hexadecimal, bytes swapped", 4),
                        read('I', "address and disassembled instruction", -1),
                        read('J', "hexadecimal", 8),
                        read('K', "pointer in hexadecimal", wordSize),
                        read('N', "newline", 0),
                        read('O', "octal, unsigned", 4),
                        read('P', "pointer as a symbol", wordSize),
                        read('Q', "octal, signed", 4),
                        read('R', "binary", 8),
                        read('S', "string, with C escapes", -1),
                        read('T', "tab to a multiple of the count", 0),
                        read('U', "decimal, unsigned", 4),
                        read('V', "decimal byte, unsigned", 1),
                        read('W', "default radix, unsigned", 4),
                        read('X', "hexadecimal", 4),
                        read('Y', "time, 32 bits", 4),
                        read('Z', "hexadecimal", 8),
                        read('a', "dot as a symbol", 0),
                        read('b', "octal byte, unsigned", 1),
                        read('c', "character, as it is", 1),
                        read('d', "decimal, signed", 2),
                        read('e', "decimal, signed", 8),
                        read('f', "float", 4),
                        read('g', "octal, signed", 8),
                        read('h', "hexadecimal, bytes swapped", 2),
                        read('i', "disassembled instruction", -1),
                        read('n', "newline", 0),
                        read('o', "octal, unsigned", 2),
                        read('p', "pointer as a symbol", wordSize),
                        read('q', "octal, signed", 2),
                        read('r', "blanks", 0),
                        read('s', "string, as it is", -1),
                        read('t', "tab to a multiple of the count", 0),
                        read('u', "decimal, unsigned", 2),
                        read('v', "decimal byte, signed", 1),
                        read('w', "default radix, unsigned", 2),
                        read('x', "hexadecimal", 2),
                        read('y', "time, 64 bits", 8),
                        new FormatCharacter('v', Kind.WRITE, "byte", 1),
                        new FormatCharacter('w', Kind.WRITE, "short", 2),
                        new FormatCharacter('W', Kind.WRITE, "int", 4),
                        new FormatCharacter('Z', Kind.WRITE, "long long", 8),
                        new FormatCharacter('l', Kind.MATCH, "short", 2),
                        new FormatCharacter('L', Kind.MATCH, "int", 4),
                        new FormatCharacter('M', Kind.MATCH, "long long", 8))
                .sorted(Comparator.comparingInt(FormatCharacter::letter))
                .toList();
    }

    private static FormatCharacter read(char letter, String description, int size) {
        return new FormatCharacter(letter, Kind.READ, description, size);
    }
}
