package dev.xmdb.engine.run;

import dev.xmdb.engine.DcmdArgument;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.eval.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A dcmd's words, sorted into options and operands. */
final class ParsedOptions {
    private final List<Given> given = new ArrayList<>();
    private final List<DcmdArgument> operands;

    private record Given(char letter, DcmdArgument argument) {}

    private static final DcmdArgument NOTHING = new DcmdArgument.Word("");

    private ParsedOptions(DcmdSpec spec, List<DcmdArgument> words, int radix) {
        int next = 0;
        while (!spec.parsesItself()
                && next < words.size()
                && words.get(next) instanceof DcmdArgument.Word(String text)
                && text.length() > 1
                && text.charAt(0) == '-') {
            next++;
            if (text.startsWith("--")) {
                break;
            }
            next = cluster(spec, text, words, next, radix);
        }
        operands = List.copyOf(words.subList(next, words.size()));
    }

    /**
     * Sorts words.
     *
     * @param spec which options there are
     * @param words the words
     * @param radix default radix of numbers
     * @throws DcmdException when they do not fit the declaration
     */
    static ParsedOptions parse(DcmdSpec spec, List<DcmdArgument> words, int radix) {
        return new ParsedOptions(spec, words, radix);
    }

    private int cluster(DcmdSpec spec, String text, List<DcmdArgument> words, int following, int radix) {
        int next = following;
        for (int i = 1; i < text.length(); i++) {
            char letter = text.charAt(i);
            OptionSpec option = spec.options().stream()
                    .filter(o -> o.letter() == letter)
                    .findFirst()
                    .orElseThrow(() -> new DcmdException("illegal option -- " + letter));
            if (option.kind() == OptionSpec.Kind.FLAG) {
                given.add(new Given(letter, NOTHING));
                continue;
            }
            DcmdArgument argument;
            if (i + 1 < text.length()) {
                argument = new DcmdArgument.Word(text.substring(i + 1));
            } else if (next < words.size()) {
                argument = words.get(next++);
            } else {
                throw new DcmdException("option requires an argument -- " + letter);
            }
            given.add(new Given(letter, converted(option, argument, radix)));
            break;
        }
        return next;
    }

    private static DcmdArgument converted(OptionSpec option, DcmdArgument argument, int radix) {
        return switch (argument) {
            case DcmdArgument.Immediate immediate -> {
                if (option.kind() == OptionSpec.Kind.STRING) {
                    throw new DcmdException("string argument required for -" + option.letter());
                }
                yield immediate;
            }
            case DcmdArgument.Word word -> {
                if (option.kind() == OptionSpec.Kind.STRING) {
                    yield word;
                }
                try {
                    yield new DcmdArgument.Immediate(Numbers.parse(word.text(), radix));
                } catch (DcmdException e) {
                    throw new DcmdException("invalid option for -" + option.letter() + ": \"" + word.text() + "\"");
                }
            }
        };
    }

    boolean has(char letter) {
        return given.stream().anyMatch(g -> g.letter() == letter);
    }

    OptionalLong number(char letter) {
        for (Given option : given.reversed()) {
            if (option.letter() == letter && option.argument() instanceof DcmdArgument.Immediate(long value)) {
                return OptionalLong.of(value);
            }
        }
        return OptionalLong.empty();
    }

    Optional<String> string(char letter) {
        List<String> all = strings(letter);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    List<String> strings(char letter) {
        var all = new ArrayList<String>();
        for (Given option : given) {
            if (option.letter() == letter && option.argument() instanceof DcmdArgument.Word(String text)) {
                all.add(text);
            }
        }
        return all;
    }

    List<DcmdArgument> operands() {
        return operands;
    }
}
