package dev.xmdb.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecedenceTest {

    private static final String[] OPERATORS = {"|", "^", "&", "==", "!=", "<<", ">>", "+", "-", "*", "%", "#", "%%"};
    private static final String OPERANDS = "0123456789.+^&";
    private static final String PREFIXES = "#~-*%";

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", textBlock = """
            2+3*4 => (2+(3*4))
            (2+3)*4 => ((2+3)*4)
            1<<4+1 => (1<<(4+1))
            6&3==3 => (6&(3==3))
            1|2^3&1 => (1|(2^(3&1)))
            8-4-2 => ((8-4)-2)
            8%4%%3 => (8%(4%%3))
            9#4*2 => ((9#4)*2)
            1!=2==3 => ((1!=2)==3)
            1>>2<<3 => ((1>>2)<<3)
            -1+~2 => (-[1]+~[2])
            *1*2 => (*[1]*2)
            '#5#4' => (#[5]#4)
            %1%2 => (%[1]%2)
            ++1 => (++1)
            +++ => (+++)
            ^^& => (^^&)
            &&& => (&&&)
            .+.-1 => ((.+.)-1)
            ~-#1 => ~[-[#[1]]]
            **5 => *[*[5]]
            """)
    void operatorsBindAsTheManualSays(String text, String grouping) {
        assertThat(ReferencePrecedence.parenthesized(Trees.expression(text))).isEqualTo(grouping);
    }

    @Test
    void randomExpressionsAreGroupedLikeAnIndependentReference() {
        var random = new Random(20261121);
        for (int round = 0; round < 5000; round++) {
            List<String> words = words(random);
            String text = joined(words);
            assertThat(ReferencePrecedence.parenthesized(Trees.expression(text)))
                    .as(text)
                    .isEqualTo(ReferencePrecedence.parenthesized(words));
        }
    }

    private static List<String> words(Random random) {
        var words = new ArrayList<String>();
        words.add(operand(random));
        for (int i = random.nextInt(12); i > 0; i--) {
            words.add(OPERATORS[random.nextInt(OPERATORS.length)]);
            words.add(operand(random));
        }
        return words;
    }

    private static String operand(Random random) {
        var operand = new StringBuilder();
        for (int i = Math.max(0, random.nextInt(6) - 3); i > 0; i--) {
            operand.append(PREFIXES.charAt(random.nextInt(PREFIXES.length())));
        }
        return operand.append(OPERANDS.charAt(random.nextInt(OPERANDS.length())))
                .toString();
    }

    /** Two percent signs that are not one operator need a blank; nothing else does. */
    private static String joined(List<String> words) {
        var text = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            String word = i % 2 == 0 ? words.get(i).replace("%%", "% %").replace("%%", "% %") : words.get(i);
            if (word.startsWith("%") && text.toString().endsWith("%")) {
                text.append(' ');
            }
            text.append(word);
        }
        return text.toString();
    }
}
