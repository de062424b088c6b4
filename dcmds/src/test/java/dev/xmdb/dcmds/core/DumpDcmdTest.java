package dev.xmdb.dcmds.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.OnPv64Domain;
import org.junit.jupiter.api.Test;

class DumpDcmdTest extends OnPv64Domain {
    @Test
    void wholeLinesAreDumpedUnderARulerThatMarksTheFirstByte() {
        assertThat(session.run("<rsp,40::dump")).isEqualTo("""
                                   \\/ 1 2 3  4 5 6 7  8 9 a b  c d e f  v123456789abcdef
                ffffffff81001f00:  58656e20 646f6d61 696e2069 6d616765  Xen domain image
                ffffffff81001f10:  00000000 00000000 00000000 00000000  ................
                ffffffff81001f20:  00000000 00000000 00000000 00000000  ................
                ffffffff81001f30:  88776655 44332211 00000000 00000000  .wfUD3".........
                """);
    }

    @Test
    void withoutACountTheLineOfOneByteIsDumped() {
        assertThat(session.run("<rsp+5::dump")).isEqualTo("""
                                    0 1 2 3  4\\/ 6 7  8 9 a b  c d e f  01234v6789abcdef
                ffffffff81001f00:  58656e20 646f6d61 696e2069 6d616765  Xen domain image
                """);
    }

    @Test
    void dotIsTheFirstByteAfterTheRange() {
        assertThat(session.run("<rsp,13::dump; .=J")).endsWith("ffffffff81001f13 \n");
    }

    @Test
    void bytesOutsideTheRangeCanBeLeftBlank() {
        assertThat(session.run("<rsp+3,12::dump -t")).isEqualTo("""
                                    0 1 2\\/  4 5 6 7  8 9 a b  c d e f  012v456789abcdef
                ffffffff81001f00:        20 646f6d61 696e2069 6d616765      domain image
                ffffffff81001f10:  00000000 00                          .....          \s
                """);
    }

    @Test
    void aDumpCanBeginAtTheAddressItself() {
        assertThat(session.run("<rsp+4,2::dump -u")).isEqualTo("""
                                   \\/ 5 6 7  8 9 a b  c d e f  0 1 2 3  v56789abcdef0123
                ffffffff81001f04:  646f6d61 696e2069 6d616765 00000000  domain image....
                """);
    }

    @Test
    void addressesCanCountFromZero() {
        assertThat(session.run("<rsp+4,14::dump -r")).isEqualTo("""
                     \\/ 1 2 3  4 5 6 7  8 9 a b  c d e f  v123456789abcdef
                00:  646f6d61 696e2069 6d616765 00000000  domain image....
                10:  00000000 00000000 00000000 00000000  ................
                """);
    }

    @Test
    void groupsCanBePrintedAsNumbers() {
        assertThat(session.run("<rsp+30,10::dump -e -g 8"))
                .isEqualTo("ffffffff81001f30:  1122334455667788 0000000000000000\n");
        assertThat(session.run("<rsp,10::dump -e"))
                .isEqualTo("ffffffff81001f00:  206e6558 616d6f64 69206e69 6567616d\n");
    }

    @Test
    void bytesCanStandAloneWithAGapInTheMiddle() {
        assertThat(session.run("<rsp::dump -q -g 1")).isEqualTo("""
                                   \\/  1  2  3  4  5  6  7   8  9  a  b  c  d  e  f
                ffffffff81001f00:  58 65 6e 20 64 6f 6d 61  69 6e 20 69 6d 61 67 65
                """);
    }

    @Test
    void linesCanBeLonger() {
        assertThat(session.run("<rsp,20::dump -q -w 2 -g 10")).isEqualTo("""
                                   \\/ 1 2 3 4 5 6 7 8 9 a b c d e f  0 1 2 3 4 5 6 7 8 9 a b c d e f
                ffffffff81001f00:  58656e20646f6d61696e20696d616765 00000000000000000000000000000000
                """);
    }

    @Test
    void aGroupThatDoesNotDivideTheLineIsFour() {
        assertThat(session.run("<rsp::dump -g 3")).isEqualTo(session.run("<rsp::dump"));
        assertThat(session.run("<rsp::dump -g 20")).isEqualTo(session.run("<rsp::dump"));
    }

    @Test
    void repeatedLinesCanBeLeftOut() {
        assertThat(session.run("<rsp,50::dump -qs")).isEqualTo("""
                                   \\/ 1 2 3  4 5 6 7  8 9 a b  c d e f
                ffffffff81001f00:  58656e20 646f6d61 696e2069 6d616765
                ffffffff81001f10:  00000000 00000000 00000000 00000000
                *
                ffffffff81001f30:  88776655 44332211 00000000 00000000
                ffffffff81001f40:  00000000 00000000 00000000 00000000
                """);
    }

    @Test
    void physicalMemoryIsPseudoPhysical() {
        assertThat(session.run("0,8::dump -p")).isEqualTo("""
                   \\/ 1 2 3  4 5 6 7  8 9 a b  c d e f  v123456789abcdef
                0:  6672616d 65207a65 726f0000 00000000  frame zero......
                """.replace("   \\/", "    \\/"));
    }

    @Test
    void theAddressIsAsWideAsTheLastOneNeedsOrAsAPointer() {
        assertThat(session.run("8,10::dump -pq")).contains("\n00:  ").contains("\n10:  ");
        assertThat(session.run("8,10::dump -pqv")).contains("\n0000000000000000:  ");
    }

    @Test
    void whatCanBeReadIsPrintedBeforeTheFirstFault() {
        assertThat(session.run("ffffffff81001ff0,20::dump").lines()).hasSize(2);
        assertThat(session.messages())
                .isEqualTo("xmdb: failed to read data at 0xffffffff81002000: no mapping for address"
                        + " (L1 maps mfn 0x77777, which is not in image)\n");
        assertThat(session.run(".=J")).contains("ffffffff81002000");
    }

    @Test
    void aLineThatEndsInAFaultIsPrintedAsFarAsItGoes() {
        assertThat(session.run("ffffffff81001ff8,10::dump -u")).endsWith("""
                ffffffff81001ff8:  00000000 00000000                    ........       \s
                """);
        assertThat(session.messages()).startsWith("xmdb: failed to read data at 0xffffffff81002000: ");
    }

    @Test
    void aRangeThatWouldWrapEndsAtTheLastAddress() {
        session.run("fffffffffffffff8,20::dump");
        assertThat(session.messages())
                .startsWith("xmdb: failed to read data at 0xfffffffffffffff8: no mapping for address (");
    }

    @Test
    void wrongOptionsAreRefused() {
        assertThat(session.errors("<rsp::dump -w 11"))
                .isEqualTo("xmdb: invalid width: 11 (expected 1 to 0x10 paragraphs)\n");
        assertThat(session.errors("<rsp::dump -w 0")).startsWith("xmdb: invalid width: 0 ");
        assertThat(session.errors("<rsp::dump -fp"))
                .startsWith("xmdb: only one of -f and -p may be given\nUsage: [address]::dump ");
    }

    @Test
    void aPipePrintsOneRuler() {
        assertThat(session.run("::walk pfn | ::head -2 | ::map .*1000 | ::dump -pq")
                        .lines())
                .hasSize(3)
                .filteredOn(line -> line.contains("\\/"))
                .hasSize(1);
    }

    @Test
    void everyLineIsARowWithAddressAndBytes() {
        session.run("<rsp,20::dump");
        assertThat(session.rows())
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.fields())
                        .extracting(field -> field.name())
                        .containsExactly("address", "bytes"));
    }
}
