package dev.xmdb.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.xmdb.engine.FormatCharacter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every format character against what a printf of its own would print, and the layout of lines. */
@Isolated("sets the property that names the disassembler")
final class FormatVerbTest {
    private static final long AT = 0xffff_8000_0000_1000L;
    private static final long CELL = 0x8877_6655_4433_2211L;

    private final FakeTarget target = new FakeTarget(8)
            .number(AT, 8, CELL)
            .number(AT + 8, 8, AT + 3)
            .zeros(AT + 16, 16)
            .bytes(0x2000, 's', 'x', 'c', '1', '6', 0, 'a', '\n', '"', 0x1b, 0, 0xe9, 0)
            .zeros(0x200d, 0x2ff3)
            .symbol("cpu_list", AT, 32)
            .register("rip", AT + 0x13);
    private final Transcript session = new Transcript(target, new SampleModule());

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', textBlock = """
            B, 8,  11
            b, 8,  021
            V, 8,  17
            v, 8,  17
            d, 8,  8721
            u, 8,  8721
            x, 8,  2211
            o, 8,  021021
            q, 8,  021021
            w, 8,  2211
            h, 8,  1122
            D, 16, 1144201745
            U, 16, 1144201745
            X, 16, 44332211
            O, 16, 010414621021
            Q, 16, 010414621021
            W, 16, 44332211
            H, 16, 11223344
            E, 16, 9833440827789222417
            e, 16, -8613303245920329199
            G, 16, 1041673145250414621021
            g, 16, -736104632527363156757
            J, 17, 8877665544332211
            K, 17, 8877665544332211
            Z, 17, 8877665544332211
            p, 16, 0x8877665544332211
            P, 16, 0x8877665544332211
            R, 64, 1000100001110111011001100101010101000100001100110010001000010001
            """)
    void aNumberHasItsWidth(String letter, int width, String text) {
        // Z and W and w and v would write if they stood first.
        String command = "vwWZ".contains(letter) ? "ffff800000001000/\"\"" + letter : "ffff800000001000/" + letter;
        assertThat(session.run(command)).isEqualTo("cpu_list:\ncpu_list:       " + pad(text, width) + "\n");
        assertThat(session.errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0x7fff_ffffL, 0x8000_0000L, Long.MAX_VALUE, -1})
    void aValueIsCutToTheSizeOfItsFormat(long value) {
        String hex = Long.toHexString(value);
        assertThat(value(hex, "D")).isEqualTo(String.format(Locale.ROOT, "%d", (int) value));
        assertThat(value(hex, "d")).isEqualTo(String.format(Locale.ROOT, "%d", (short) value));
        assertThat(value(hex, "U")).isEqualTo(Integer.toUnsignedString((int) value));
        assertThat(value(hex, "e")).isEqualTo(String.format(Locale.ROOT, "%d", value));
        assertThat(value(hex, "E")).isEqualTo(Long.toUnsignedString(value));
        assertThat(value(hex, "X")).isEqualTo(String.format(Locale.ROOT, "%x", (int) value));
        assertThat(value(hex, "x")).isEqualTo(String.format(Locale.ROOT, "%x", (short) value));
        assertThat(value(hex, "B")).isEqualTo(String.format(Locale.ROOT, "%x", (byte) value));
        assertThat(value(hex, "J")).isEqualTo(String.format(Locale.ROOT, "%x", value));
        assertThat(value(hex, "G")).isEqualTo(String.format(Locale.ROOT, "%o", value));
        assertThat(value(hex, "O")).isEqualTo(((int) value == 0 ? "" : "0") + Integer.toOctalString((int) value));
    }

    private String value(String hex, String format) {
        return session.run(hex + "=" + format).strip();
    }

    @Test
    void theDefaultRadixShowsInItsOwnFormats() {
        session.session().radix(8);
        assertThat(session.run("0x1ff=\"\"W").strip()).isEqualTo("777");
        session.session().radix(10);
        assertThat(session.run("256=\"\"w").strip()).isEqualTo("256");
    }

    @Test
    void floatsAreInExponentNotation() {
        assertThat(session.run("0t1.5=F").strip()).isEqualTo("1.5000000000000000e+00");
        assertThat(session.run("3fc00000=f").strip()).isEqualTo("1.5000000e+00");
        assertThat(session.run("7fc00000=f").strip()).isEqualTo("NaN");
    }

    @Test
    void timesAreInTheLocalZone() {
        // 2007-05-26 17:22:01 UTC plus whatever the zone says.
        var local = Instant.ofEpochSecond(1180200121L).atZone(ZoneId.systemDefault());
        String text = String.format(Locale.ROOT, "%1$tY %1$tb %1$td %1$tH:%1$tM:%1$tS", local);
        assertThat(session.run("0t1180200121=Y")).isEqualTo(" ".repeat(16) + pad(text, 24) + "\n");
        assertThat(session.run("0t1180200121=y")).isEqualTo(" ".repeat(16) + pad(text, 24) + "\n");
        assertThat(session.run("7fffffffffffffff=y").strip()).isEqualTo("9223372036854775807");
    }

    @Test
    void stringsStandRawOrEscaped() {
        assertThat(session.run("2000/s")).isEqualTo(pad("0x2000:", 16) + "sxc16\n");
        assertThat(session.run("2006/S")).isEqualTo(pad("0x2006:", 16) + "a\\n\\\"\\033\n");
        assertThat(session.run("2000/2S")).isEqualTo(pad("0x2000:", 16) + "sxc16\\0a\\n\\\"\\033\n");
        assertThat(session.run("2000/s;+/B")).endsWith(pad("0x2006:", 16) + pad("61", 8) + "\n");
        assertThat(session.run("200b/s")).isEqualTo(pad("0x200b:", 16) + "\u00e9\n");
    }

    @Test
    void whatAGuestWroteReachesNoTerminalAsControl() {
        assertThat(session.run("2009/c")).isEqualTo(pad("0x2009:", 16) + "\\x1b\n");
    }

    @Test
    void charactersStandTogether() {
        assertThat(session.run("2000/5c")).isEqualTo(pad("0x2000:", 16) + "sxc16\n");
        assertThat(session.run("2005/5C")).isEqualTo(pad("0x2005:", 16) + "\\0a\\n\\\"\\033\n");
    }

    @Test
    void aSymbolStandsAloneOnItsLineAndOffsetsBehindThePlus() {
        assertThat(session.run("cpu_list/K"))
                .isEqualTo("cpu_list:\ncpu_list:       " + pad("8877665544332211", 17) + "\n");
        assertThat(session.run("cpu_list+8/p")).isEqualTo("cpu_list+8:     " + pad("cpu_list+3", 16) + "\n");
        assertThat(session.run("cpu_list+10/X")).isEqualTo("cpu_list+0x10:  " + pad("0", 16) + "\n");
        assertThat(session.run("<rip=p")).isEqualTo(" ".repeat(16) + pad("cpu_list+0x13", 16) + "\n");
    }

    @Test
    void aLongLabelIsFilledToTheNextMultipleOfSixteen() {
        target.symbol("hypercall_page", 0x3000, 0x1000);
        assertThat(session.run("300a/x")).isEqualTo(pad("hypercall_page+0xa:", 32) + pad("0", 8) + "\n");
    }

    @Test
    void withoutSymbolsAddressesStandBare() {
        assertThat(session.run("1>_;cpu_list/X"))
                .isEqualTo("0xffff800000001000:" + " ".repeat(13) + pad("44332211", 16) + "\n");
    }

    @Test
    void itemsWrapAtTheWidthAndContinueBehindTheMargin() {
        String zero = pad("0", 16);
        assertThat(session.run("3000/6X"))
                .isEqualTo(pad("0x3000:", 16) + zero.repeat(4) + "\n" + " ".repeat(16) + zero.repeat(2) + "\n");
        session.session().settings().autowrap(false);
        assertThat(session.run("3000/6X")).isEqualTo(pad("0x3000:", 16) + zero.repeat(6) + "\n");
    }

    @Test
    void labelsNewlinesBlanksTabsAndTextArrangeALine() {
        assertThat(session.run("3000,2/nap"))
                .isEqualTo(pad("0x3000:", 16) + "\n" + pad("0x3000:", 16) + pad("0", 16) + "\n" + pad("0x3008:", 16)
                        + "\n" + pad("0x3008:", 16) + pad("0", 16) + "\n");
        assertThat(session.run("2000/B4rB"))
                .isEqualTo(pad("0x2000:", 16) + pad("73", 8) + "    " + pad("78", 8) + "\n");
        assertThat(session.run("2000/2c8tc")).isEqualTo(pad("0x2000:", 16) + pad("sx", 8) + "c\n");
        assertThat(session.run("3000/2X\"==\"2x"))
                .isEqualTo(pad("0x3000:", 16) + pad("0", 16).repeat(2) + "=="
                        + pad("0", 8).repeat(2) + "\n");
    }

    @Test
    void movesChangeWhereTheNextItemIsRead() {
        assertThat(session.run("2000/4+c")).isEqualTo(pad("0x2000:", 16) + "6\n");
        assertThat(session.run("2004/4-c")).isEqualTo(pad("0x2004:", 16) + "s\n");
        assertThat(session.run("2000/c^c")).isEqualTo(pad("0x2000:", 16) + "ss\n");
        assertThat(session.run("2000/$[1+1]c")).isEqualTo(pad("0x2000:", 16) + "sx\n");
        assertThat(session.run("5=X+X").strip()).startsWith("5 ").endsWith("6");
    }

    @Test
    void variableZeroIsTheLastValuePrinted() {
        assertThat(session.run("ffffffff=D;<0=J").strip()).endsWith(" ffffffff");
        assertThat(session.run("3000/a;<0=J").strip()).endsWith(" 3000");
        assertThat(session.run("cpu_list/X;<0=X")).endsWith(" ".repeat(16) + pad("44332211", 16) + "\n");
    }

    @Test
    void physicalMemoryHasNoSymbols() {
        assertThat(session.run("ffff800000001000\\X")).startsWith("0xffff800000001000:");
        assertThat(session.run("2000@c")).isEqualTo(pad("0x2000:", 16) + "s\n");
    }

    @Test
    void unreadableMemoryIsAMessageBehindItsLabel() {
        assertThat(session.run("12345678/X")).isEqualTo("0x12345678:     \n");
        assertThat(session.errors())
                .startsWith("xmdb: failed to read data from target: no mapping for address")
                .contains("L1 entry not present");
        assertThat(session.outcome().succeeded()).isFalse();
        assertThat(session.run("4ffc,10/X"))
                .contains("0x4ffc:")
                .contains("0x5000:")
                .doesNotContain("0x5004");
    }

    @Test
    void aCharacterThatIsNoFormatIsRefusedBeforeAnythingIsPrinted() {
        assertThat(session.run("2000/z")).isEmpty();
        assertThat(session.errors()).isEqualTo("xmdb: invalid format character -- 'z'\n");
        assertThat(session.errors("1=")).contains("expected one or more format characters following '='");
    }

    @Test
    void nothingIsEverWritten() {
        assertThat(session.errors("2000/W 1f"))
                .isEqualTo("xmdb: failed to write 1f at address 0x2000: target is not open for writing\n");
        assertThat(session.errors("2000/W")).isEqualTo("xmdb: expected value to write following W\n");
    }

    @Test
    void aSearchStopsAtTheFirstMatchAndMovesDotThere() {
        target.number(0x4100, 4, 0x1234abcdL).number(0x4200, 2, 0xbeef).number(0x4300, 8, 0x0123456789abcdefL);
        assertThat(session.run("2000/L 1234abcd")).isEqualTo("0x4100\n");
        assertThat(session.run(".=X").strip()).isEqualTo("4100");
        assertThat(session.run("2000/L 12340000 ffff0000")).isEqualTo("0x4100\n");
        assertThat(session.run("2000/l beef")).isEqualTo("0x4200\n");
        assertThat(session.run("2000/M 123456789abcdef")).isEqualTo("0x4300\n");
        assertThat(session.run("2000/M 1234567+2")).isEmpty();
        assertThat(session.run("2000\\L 1234abcd")).isEqualTo("0x4100\n");
    }

    @Test
    void aSearchThatLeavesReadableMemorySaysWhere() {
        assertThat(session.run("2000/L 77777777")).isEmpty();
        assertThat(session.errors())
                .startsWith("xmdb: failed to read data from target: no mapping for address")
                .contains("at 5000");
        assertThat(session.run(".=X").strip()).isEqualTo("5000");
        assertThat(session.errors("2000/L")).isEqualTo("xmdb: expected value following L\n");
        assertThat(session.errors("2000/L 1 2 3")).isEqualTo("xmdb: only value and mask may follow L\n");
    }

    @Test
    void aThirtyTwoBitGuestHasNarrowPointers() {
        var narrow = new Transcript(new FakeTarget(4).number(0xc0001000L, 4, 0xc0001004L));
        assertThat(narrow.run("ffffffffc0001000/K")).isEqualTo(pad("0xc0001000:", 16) + pad("c0001004", 16) + "\n");
        assertThat(narrow.run("*c0001000=X").strip()).isEqualTo("c0001004");
    }

    @Test
    void withoutAnImageThereIsNoMemory() {
        assertThat(new Transcript(null).errors("1000/X"))
                .isEqualTo("xmdb: failed to read data from target: no mapping for address: no image is open\n");
    }

    @Test
    void aHugeRepeatOfBlanksIsRefused() {
        assertThat(session.errors("1=99999999r")).contains("may not exceed");
    }

    @Test
    void withoutFormatsTheDefaultIsAWordAndItsInstruction() {
        capstoneIsInstalled();
        assertThat(session.run("cpu_list/"))
                .isEqualTo("cpu_list:\ncpu_list:       " + pad("44332211", 16) + "= adcl   %esp,(%rdx)\n");
    }

    @Test
    void aWideSymbolDistanceNamesWhatLiesBehindASymbol() {
        assertThat(session.run("cpu_list+100=p").strip()).isEqualTo("0xffff800000001100");
        session.session().settings().symbolDistance(0x1000);
        assertThat(session.run("cpu_list+100=p").strip()).isEqualTo("cpu_list+0x100");
    }

    @Test
    void offsetsAreInTheDefaultRadix() {
        session.session().radix(10);
        assertThat(session.run("cpu_list+20=p").strip()).isEqualTo("cpu_list+0t20");
    }

    @Test
    void aStringThatRunsIntoUnmappedMemoryIsShownAsFarAsItGoes() {
        target.bytes(0x7ffb, 'h', 'e', 'l', 'l', 'o');
        assertThat(session.run("7ffb/s")).isEqualTo(pad("0x7ffb:", 16) + "hello\n");
        assertThat(session.errors())
                .startsWith("xmdb: failed to read data from target: no mapping for address")
                .contains("at 8000");
        assertThat(session.outcome().succeeded()).isFalse();
        assertThat(session.run("7fff/S")).isEqualTo(pad("0x7fff:", 16) + "o\n");
    }

    @Test
    void aStringCrossesPages() {
        target.bytes(0x5ffd, 'a', 'b', 'c', 'd', 'e', 0);
        assertThat(session.run("5ffd/s;+/B")).startsWith(pad("0x5ffd:", 16) + "abcde\n");
        assertThat(session.errors()).contains("at 6003");
    }

    @Test
    void severalStringsAreToldApart() {
        assertThat(session.run("2000/2s")).startsWith(pad("0x2000:", 16) + "sxc16\\0a\n");
    }

    @Test
    void floatsHaveNoWidthOfTheirOwn() {
        assertThat(session.run("0t1.5=F")).isEqualTo(" ".repeat(16) + "1.5000000000000000e+00\n");
        assertThat(session.run("3fc00000=f\"|\"")).isEqualTo(" ".repeat(16) + "1.5000000e+00|\n");
    }

    @Test
    void repeatedLabelsWrapLikeOtherItems() {
        assertThat(session.run("3000/6a"))
                .isEqualTo(
                        pad("0x3000:", 16).repeat(5) + "\n" + pad("0x3000:", 16).repeat(2) + "\n");
    }

    @Test
    void aCountDoesNotRepeatWhatCanOnlyFailAgain() {
        assertThat(session.errors("1,ffffffffffffffff=99999r")).hasLineCount(1);
        assertThat(session.errors("3000,ffffffffffffffff/W 1")).hasLineCount(1);
    }

    @Test
    void aSearchTakesNoNoticeOfACount() {
        target.number(0x4100, 4, 0x1234abcdL);
        assertThat(session.run("2000,ffffffffffffffff/L 1234abcd")).isEqualTo("0x4100\n");
        assertThat(session.run("2000,2/L 1234abcd;.=X")).startsWith("0x4100\n").contains(" 4100 ");
    }

    @Test
    void everyListedSizeIsWhatTheCharacterConsumes() {
        session.session().settings().autowrap(false);
        for (FormatCharacter format : session.session().formats()) {
            if (format.kind() == FormatCharacter.Kind.READ && format.size() >= 0) {
                session.run("3000/\"\"" + format.letter());
                assertThat(session.errors()).isEmpty();
                assertThat(session.session().increment()).as(format.describe()).isEqualTo(format.size());
            }
        }
    }

    @Test
    void anInstructionEndsItsLineAndDotIsTheNextOne() {
        capstoneIsInstalled();
        assertThat(session.run("cpu_list/2i")).isEqualTo("""
                cpu_list:
                cpu_list:       adcl   %esp,(%rdx)
                                xorl   0x66(%rbp,%rdx,2),%eax
                """);
        assertThat(session.run("cpu_list,2/i")).isEqualTo("""
                cpu_list:
                cpu_list:       adcl   %esp,(%rdx)
                cpu_list+2:     xorl   0x66(%rbp,%rdx,2),%eax
                """);
    }

    @Test
    void anInstructionMayHaveALabelOfItsOwn() {
        capstoneIsInstalled();
        assertThat(session.run("cpu_list/ai")).isEqualTo("""
                cpu_list:      \s
                cpu_list:       adcl   %esp,(%rdx)
                """);
    }

    @Test
    void aCapitalIShowsTheAddressAndTheFirstFourBytes() {
        capstoneIsInstalled();
        assertThat(session.run("cpu_list/I")).isEqualTo("""
                cpu_list:
                cpu_list:       ffff800000001000 44332211: adcl   %esp,(%rdx)
                """);
    }

    @Test
    void theValueItselfCanBeDisassembled() {
        capstoneIsInstalled();
        assertThat(session.run("90=i").strip()).isEqualTo("nop");
    }

    @Test
    void theOffsetsOfTheLastTwoInstructionsThatHaveOneAreVariables() {
        capstoneIsInstalled();
        session.run("feeb=i;10eb=i");
        assertThat(session.run("<1=X").strip()).isEqualTo("10");
        assertThat(session.run("<2=e").strip()).isEqualTo("-2");
    }

    private void capstoneIsInstalled() {
        Optional<String> problem = session.session().disassembler().problem();
        assumeTrue(problem.isEmpty(), () -> "needs Capstone: " + problem.orElse(""));
    }

    @Test
    void withoutADisassemblerAnInstructionFailsOnceAndSaysWhatToDo() {
        System.setProperty("xmdb.capstone", "/nonexistent/libcapstone.so");
        try {
            for (String command : List.of("3000,ffffffffffffffff/i", "3000,2/I", "90=i")) {
                assertThat(session.errors(command))
                        .as(command)
                        .isEqualTo("xmdb: no disassembler: cannot load /nonexistent/libcapstone.so (named by "
                                + "xmdb.capstone); name the library of Capstone 3 to 5 (Debian: libcapstone4; "
                                + "others: capstone)\n");
            }
        } finally {
            System.clearProperty("xmdb.capstone");
        }
    }

    @Test
    void withoutADisassemblerTheDefaultFormatIsAWordAndDotMovesBehindIt() {
        System.setProperty("xmdb.capstone", "/nonexistent/libcapstone.so");
        try {
            target.number(0x3000, 4, 0x1234abcdL);
            target.number(0x3004, 4, 0x5678L);
            assertThat(session.run("3000,2/"))
                    .isEqualTo(pad("0x3000:", 16) + pad("1234abcd", 16) + "\n" + pad("0x3004:", 16) + pad("5678", 16)
                            + "\n");
            assertThat(session.errors()).isEmpty();
        } finally {
            System.clearProperty("xmdb.capstone");
        }
    }
}
