package dev.xmdb.dcmds.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.OnPv64Domain;
import dev.xmdb.dcmds.SampleDomains;
import dev.xmdb.target.Target;
import org.junit.jupiter.api.Test;

class TranslationDcmdsTest extends OnPv64Domain {
    @Test
    void anAddressIsMappedToAPseudoPhysicalOne() {
        assertThat(session.run("ffffffff81000123::vtop"))
                .isEqualTo("virtual ffffffff81000123 mapped to physical 9123\n");
    }

    @Test
    void aPipeReceivesThePhysicalAddress() {
        assertThat(session.run("<rsp::vtop | ::dump -p"))
                .endsWith("bf00:  58656e20 646f6d61 696e2069 6d616765  Xen domain image\n");
    }

    @Test
    void numbersAreInTheDefaultRadix() {
        session.run("0t10$d");
        assertThat(session.run("0xffffffff81000123::vtop"))
                .isEqualTo("virtual 18446744071578845475 mapped to physical 37155\n");
    }

    @Test
    void userPagesAreFoundUnderTheUserRoot() {
        assertThat(session.run("400010::vtop -u")).isEqualTo("virtual 400010 mapped to physical c010\n");
        assertThat(session.run("400010::vtop -u -c 1")).isEqualTo("virtual 400010 mapped to physical c010\n");
        assertThat(session.run("400010::vtop -r 52005000")).isEqualTo("virtual 400010 mapped to physical c010\n");
        assertThat(session.errors("400010::vtop -c 1"))
                .startsWith("xmdb: failed to get physical mapping for 400010: L4 entry not present (table mfn 0x41231");
    }

    @Test
    void aMissingEntryIsNamedWithItsPlace() {
        long offset = target.image().frames().fileOffsetOfPfn(4) + 3 * Long.BYTES;
        assertThat(session.errors("ffffffff81003000::vtop"))
                .isEqualTo("xmdb: failed to get physical mapping for ffffffff81003000: L1 entry not present"
                        + " (table mfn 0x41234, index 0x3, file offset 0x" + Long.toHexString(offset) + ")\n");
        assertThat(session.outcome().succeeded()).isFalse();
    }

    @Test
    void aFrameThatIsNotTheDomainsHasNoPhysicalAddress() {
        assertThat(session.errors("ffffffff81002000::vtop"))
                .isEqualTo("xmdb: failed to get physical mapping for ffffffff81002000:"
                        + " L1 maps mfn 0x77777, which is not in image\n");
    }

    @Test
    void rootsThatAreNotThereAreRefused() {
        assertThat(session.errors("0::vtop -c 2")).isEqualTo("xmdb: no vCPU 2 in the image, which has 2\n");
        assertThat(session.errors("0::vtop -u -r 1000")).isEqualTo("xmdb: only one of -u and -r may be given\n");
        try (Target other = SampleDomains.hvm(folder)) {
            assertThat(new Conversation(other).errors("0::vtop -u")).isEqualTo("xmdb: vCPU 0 has no user root\n");
        }
    }

    @Test
    void withoutAnAddressTheUsageIsPrinted() {
        assertThat(session.errors("::vtop")).startsWith("Usage: address::vtop [-vu] [-a as] [-c vcpu] [-r root]\n");
    }

    @Test
    void theWalkCanBeShownFirst() {
        assertThat(session.run("<rip::vtop -v").lines())
                .hasSize(8)
                .last()
                .isEqualTo("virtual ffffffff81000123 mapped to physical 9123");
    }

    @Test
    void thirtyTwoBitTablesAreWalkedFromAFoldedRoot() {
        try (Target other = SampleDomains.pv32(folder)) {
            assertThat(new Conversation(other).run("c0000004::vtop"))
                    .isEqualTo("virtual c0000004 mapped to physical 4004\n");
        }
    }
}
