package dev.xmdb.engine.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What may not reach a terminal. */
final class SafeTextTest {

    @Test
    void plainTextStaysTheSameObject() {
        String text = "plain text,\n\twith tabs";
        assertThat(SafeText.of(text)).isSameAs(text);
    }

    @Test
    void lettersOfAnyScriptStay() {
        assertThat(SafeText.of("gr\u00fcn \u4e2d \ud83d\ude00")).isEqualTo("gr\u00fcn \u4e2d \ud83d\ude00");
    }

    @Test
    void controlsBecomeVisible() {
        assertThat(SafeText.of("a\u001b[31mb\rc\u0000\u007f\u0085\u009b"))
                .isEqualTo("a\\x1b[31mb\\x0dc\\x00\\x7f\\x85\\x9b");
    }

    @Test
    void directionAndFormatCharactersBecomeVisible() {
        assertThat(SafeText.of("a\u202eb\u2066c\u200bd\u2028e\ufefff"))
                .isEqualTo("a\\u202eb\\u2066c\\u200bd\\u2028e\\ufefff");
        assertThat(SafeText.of("\udb40\udc01")).isEqualTo("\\U000e0001");
    }

    @Test
    void loneSurrogatesBecomeVisible() {
        assertThat(SafeText.of("a\ud800b\udc00")).isEqualTo("a\\ud800b\\udc00");
    }

    @Test
    void whatIsSafeOnceIsSafeAgain() {
        for (int c = 0; c < 0x3000; c++) {
            String once = SafeText.of(Character.toString(c));
            assertThat(SafeText.of(once)).isEqualTo(once);
            assertThat(once.codePoints()).allMatch(SafeText::isSafe);
        }
    }
}
