package dev.xmdb.dcmds.xpv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.OnPv64Domain;
import dev.xmdb.dcmds.SampleDomains;
import dev.xmdb.dump.Frames;
import dev.xmdb.target.Target;
import org.junit.jupiter.api.Test;

class FrameTableDcmdTest extends OnPv64Domain {
    private static final String HEADER = "       PFN       LAST        MFN      PAGES       OFFSET STATE\n";

    private static final String STATISTICS = """
            rule:               .xen_p2m
            entries:            13, sorted by pfn
            pages present:      13 in 3 runs
            highest pfn:        d
            absent below it:    1
            invalid entries:    0
            duplicate pfns:     0
            duplicate mfns:     0
            lost by truncation: 0
            """;

    @Test
    void rangesAndHolesAreListedAndCounted() {
        assertThat(session.run("::p2m"))
                .isEqualTo(HEADER
                        + line(0, 4, 0x41230, 5)
                        + line(5, 9, 0x52005, 5)
                        + "         a          a          -          1            - ballooned out\n"
                        + line(0xb, 0xd, 0x3000b, 3)
                        + "\n"
                        + STATISTICS);
    }

    @Test
    void theCountsCanBeHadAlone() {
        assertThat(session.run("::p2m -s")).isEqualTo(STATISTICS);
    }

    @Test
    void anAddressChoosesTheRangeThatHoldsIt() {
        assertThat(session.run("7::p2m")).isEqualTo(HEADER + line(5, 9, 0x52005, 5));
        assertThat(session.run("a::p2m"))
                .isEqualTo(HEADER + "         a          a          -          1            - ballooned out\n");
        assertThat(session.run("12::p2m"))
                .isEqualTo(HEADER + "         e         12          -          5            - not in image\n");
        assertThat(session.errors("-1::p2m")).isEqualTo("xmdb: Invalid pfn ffffffffffffffff\n");
    }

    @Test
    void aPipeReceivesTheFirstFrameOfEveryPresentRange() {
        assertThat(session.run("::p2m | ::map .")).isEqualTo("0\n5\nb\n");
    }

    @Test
    void anAutoTranslatedDomainHasNoMachineFrames() {
        try (Target other = SampleDomains.hvm(folder)) {
            assertThat(new Conversation(other).run("0::p2m"))
                    .startsWith(HEADER + "         0          5          -          6 ")
                    .endsWith(" present\n");
        }
    }

    @Test
    void whereMachineFramesAreLostTheyAreLeftOut() {
        try (Target other = SampleDomains.truncated(folder)) {
            var cut = new Conversation(other);
            assertThat(cut.run("0::p2m")).startsWith(HEADER + "         0          4          -          5 ");
            assertThat(cut.run("::walk mfn")).isEmpty();
            assertThat(cut.run("::walk pfn")).isEqualTo("0\n1\n2\n3\n4\n");
            assertThat(cut.errors("0::pfntomfn")).isEqualTo("xmdb: Invalid pfn 0\n");
        }
    }

    private String line(long first, long last, long mfn, long pages) {
        Frames frames = target.image().frames();
        return String.format(
                "%10x %10x %10x %10d %12x present%n", first, last, mfn, pages, frames.fileOffsetOfPfn(first));
    }
}
