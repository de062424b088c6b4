package dev.xmdb.grammar;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Text that somebody might type, and text that nobody would. */
final class TextArbitraries {
    private static final String[] PIECES = {
        "$[", "]", "(", ")", "'", "\"", "\\", "::", "::print ", "$c", ":c", "$<", ">", ">/c/", "*/i/", "%/8/", "<",
                "<a", "=X", "/K",
        "/w 1", "/L", "!", "!=", "|", ";", "\n", "//", ",", "0x", "0t1.5", "0i12", "'ab'", "\"a b\"", "a`b", ".", "+",
                "^", "&", "#",
        "%%", "<<", ">>", "==", "~", "-", "10", "1_0", "dead", " ", "\t", "\u00e9", "\ud83d", "\u0000"
    };

    private TextArbitraries() {}

    /** Any characters, those of ASCII more often. */
    static Arbitrary<String> anything() {
        Arbitrary<String> ascii = Arbitraries.strings().ascii().ofMaxLength(60);
        Arbitrary<String> controls =
                Arbitraries.strings().withCharRange('\u0000', '\u00a0').ofMaxLength(60);
        Arbitrary<String> unicode = Arbitraries.strings().all().ofMaxLength(40);
        Arbitrary<String> pieces = Arbitraries.of(PIECES).list().ofMaxSize(24).map(list -> String.join("", list));
        return Arbitraries.frequencyOf(
                Tuple.of(3, ascii),
                Tuple.of(1, controls),
                Tuple.of(1, unicode),
                Tuple.of(5, pieces),
                Tuple.of(5, spoiled()));
    }

    /** Correct text in which a few characters were changed, left out, doubled or put in. */
    private static Arbitrary<String> spoiled() {
        Arbitrary<String> correct = TreeArbitraries.statements()
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(list -> list.stream().map(CommandText::of).collect(Collectors.joining("\n")));
        return spoiled(correct);
    }

    /** Text in which a few characters were changed, left out, doubled or put in. */
    static Arbitrary<String> spoiled(Arbitrary<String> correct) {
        Arbitrary<Spoiling> spoiling = Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.of(PIECES))
                .as(Spoiling::new);
        return Combinators.combine(correct, spoiling.list().ofMaxSize(3)).as(TextArbitraries::spoil);
    }

    private static String spoil(String text, List<Spoiling> all) {
        String spoilt = text;
        for (Spoiling each : all) {
            spoilt = each.applyTo(spoilt);
        }
        return spoilt;
    }

    /**
     * One change.
     *
     * @param kind 0 puts a piece in, 1 leaves a character out, 2 leaves out all that follows, 3 says it all twice
     * @param where as a part of the whole
     * @param piece what is put in
     */
    private record Spoiling(int kind, double where, String piece) {
        String applyTo(String text) {
            int at = (int) (where * text.length());
            return switch (kind) {
                case 0 -> text.substring(0, at) + piece + text.substring(at);
                case 1 -> text.substring(0, at) + text.substring(Math.min(text.length(), at + 1));
                case 2 -> text.substring(0, at);
                default -> text + text;
            };
        }
    }
}
