package dev.xmdb.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.grammar.CursorWord.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CursorWordTest {

    /** The cursor is where the bar stands; the expected text is what a completion would replace. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "::¦ => DCMD => ::",
                "::sta¦ => DCMD => ::sta",
                "::st¦atus => DCMD => ::st",
                "10::pr¦ => DCMD => ::pr",
                "::genunix`p¦ => DCMD => ::genunix`p",
                "::walk x | ::pr¦ => DCMD => ::pr",
                "1=X;::pr¦ => DCMD => ::pr",
                "$¦ => DCMD => $",
                "$c¦ => DCMD => $c",
                "addr:¦ => DCMD => :",
                "cpu_l¦ => SYMBOL => cpu_l",
                "unix`pan¦ => SYMBOL => unix`pan",
                "1+cp¦ => SYMBOL => cp",
                "fff¦ => SYMBOL => fff",
                "¦ => SYMBOL => ~~",
                "::x;¦ => SYMBOL => ~~",
                "1+¦ => SYMBOL => ~~",
                "::x $[cp¦ => SYMBOL => cp",
                "::x $[¦ => SYMBOL => ~~",
                "<ri¦ => VARIABLE => ri",
                "1+<¦ => VARIABLE => ~~",
                "5>fo¦ => VARIABLE => fo",
                "5>¦ => VARIABLE => ~~",
                "5> ¦ => VARIABLE => ~~",
                "12¦ => OTHER => 12",
                "0x¦ => OTHER => 0x",
                "'a¦ => OTHER => 'a",
                "// comm¦ => OTHER => ~~",
                "addr/¦ => FORMAT => ~~",
                "addr/2X¦ => FORMAT => ~~",
                "addr= ¦ => FORMAT => ~~",
                "! ls -l¦ => SHELL => ls -l",
                "::ps !¦ => SHELL => ~~"
            })
    void theKindAndTextOfAWord(String marked, Kind kind, String text) {
        CursorWord word = at(marked);
        assertThat(word.kind()).isEqualTo(kind);
        assertThat(word.text()).isEqualTo(text);
        assertThat(marked.substring(word.start(), marked.indexOf('¦'))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "::walk ¦ => walk => 0 => ~~",
                "::walk thr¦ => walk => 0 => thr",
                "::walk thread ¦ => walk => 1 => ~~",
                "::walk proc | ::print proc_t p_us¦ => print => 1 => p_us",
                "::genunix`ps -¦ => ps => 0 => -",
                "::list $[0x10] ne¦ => list => 1 => ne",
                "::print \"struct cp¦ => print => 0 => struct cp",
                "::print a 'struct cp¦ => print => 1 => struct cp",
                "::print struct' 'cp¦ => print => 0 => struct cp",
                "::print ab\"c d¦ => print => 0 => abc d",
                "$<msg¦ => $< => 0 => msg",
                "10$c ¦ => $c => 0 => ~~",
                "addr/L 12¦ => /L => 0 => 12",
                "addr/ W 1 ¦ => /W => 1 => ~~",
                "5>v x¦ => > => 1 => x"
            })
    void theDcmdAndIndexOfAnArgument(String marked, String dcmd, int index, String text) {
        CursorWord word = at(marked);
        assertThat(word.kind()).isEqualTo(Kind.ARGUMENT);
        assertThat(word.dcmd()).isEqualTo(dcmd);
        assertThat(word.index()).isEqualTo(index);
        assertThat(word.text()).isEqualTo(text);
    }

    @Test
    void aQuotedArgumentBeginsAtItsQuote() {
        assertThat(at("::print \"struct cp¦").start()).isEqualTo(8);
        assertThat(at("::print ab\"c d¦").start()).isEqualTo(8);
    }

    @Test
    void aCursorOutsideTheTextIsMovedToItsEnd() {
        assertThat(CommandParser.wordAt("::st", 99)).isEqualTo(CommandParser.wordAt("::st", 4));
        assertThat(CommandParser.wordAt("::st", -1)).isEqualTo(CommandParser.wordAt("", 0));
    }

    private static CursorWord at(String marked) {
        int cursor = marked.indexOf('¦');
        return CommandParser.wordAt(marked.replace("¦", ""), cursor);
    }
}
