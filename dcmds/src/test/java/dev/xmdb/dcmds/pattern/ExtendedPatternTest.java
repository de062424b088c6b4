package dev.xmdb.dcmds.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtendedPatternTest {
    @ParameterizedTest
    @CsvSource({
        "sh,bash,true,false",
        "^sh,bash,false,false",
        "sh$,bash,true,false",
        "^(ba)?sh$,sh,true,true",
        "(a|b)*c,ababc,true,true",
        "a.c,abc,true,true",
        "[a-c]+,abcd,true,false",
        "[^a-c],abc,false,false",
        "[[:digit:]]{3},pid123,true,false",
        "'ab{2,3}c',abbbc,true,true",
        "'ab{2,}c',abc,false,false",
        "svc\\.startd,svc.startd,true,true",
        "svc\\.startd,svcxstartd,false,false",
        "[]x],],true,true",
        "[a-],-,true,true",
        "x*,'',true,true",
        "a|,b,true,false",
        "'',anything,true,false"
    })
    void itMatchesAsExtendedExpressionsDo(String pattern, String text, boolean found, boolean whole) {
        assertThat(ExtendedPattern.of(pattern).find(text)).isEqualTo(found);
        assertThat(ExtendedPattern.of(pattern).matches(text)).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(", ")", "a(b", "[a", "*", "a|*", "\\", "a{2", "a{3,2}", "a{999}", "[z-a]", "[[:nothing:]]"})
    void whatIsNoExpressionIsSaidToBeNone(String pattern) {
        assertThatThrownBy(() -> ExtendedPattern.of(pattern)).hasMessageStartingWith("invalid regular expression");
    }

    @Test
    void noExpressionTakesLong() {
        Assertions.assertThatNoException()
                .isThrownBy(() -> org.junit.jupiter.api.Assertions.assertTimeout(Duration.ofSeconds(5), () -> {
                    String text = "a".repeat(80) + "!";
                    assertThat(ExtendedPattern.of("(a+)+$").find(text)).isFalse();
                    assertThat(ExtendedPattern.of("((a*)*)*b").find(text)).isFalse();
                    assertThat(ExtendedPattern.of("(a|aa|a?)+b").find(text)).isFalse();
                }));
        for (String bomb : new String[] {
            "((a{255}){255}){255}", "(((a{0}){255}){255}){255}{255}", "a" + "*".repeat(5000), "(".repeat(5000)
        }) {
            assertThatThrownBy(() -> ExtendedPattern.of(bomb)).hasMessageStartingWith("invalid regular expression");
        }
    }
}
