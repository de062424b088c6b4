package dev.xmdb.dcmds.unix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.OnPv64Domain;
import dev.xmdb.dcmds.SampleDomains;
import dev.xmdb.dump.Frames;
import dev.xmdb.target.Target;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VirtualToFrameDcmdTest extends OnPv64Domain {
    private Frames frames;

    @BeforeEach
    void frames() {
        frames = target.image().frames();
    }

    @Test
    void aPvAddressMapsAGuestFrameAndAMachineFrame() {
        assertThat(session.run("ffffffff81000123::vatopfn"))
                .isEqualTo("Virtual address 0xffffffff81000123 maps pfn 0x9 (mfn 0x52009)\n");
    }

    @Test
    void anAutoTranslatedAddressMapsAGuestFrameOnly() {
        try (Target other = SampleDomains.hvm(folder)) {
            assertThat(new Conversation(other).run("10::vatopfn")).isEqualTo("Virtual address 0x10 maps pfn 0x5\n");
        }
    }

    @Test
    void aPipeReceivesTheGuestFrame() {
        assertThat(session.run("<rip::vatopfn | ::map .")).isEqualTo("9\n");
        assertThat(session.run("<rip::vatopfn -v | ::map .")).isEqualTo("9\n");
    }

    @Test
    void everyLevelCanBeShown() {
        assertThat(session.run("<rip::vatopfn -v"))
                .isEqualTo(String.format(
                        """
                LEVEL  TABLE-MFN INDEX ENTRY            OFFSET     FLAGS
                    4      41231   1ff 0000000041232067 %-10x present writable user accessed dirty
                    3      41232   1fe 0000000041233067 %-10x present writable user accessed dirty
                    2      41233     8 0000000041234067 %-10x present writable user accessed dirty
                    1      41234     0 0010000052009025 %-10x present user accessed guest-kernel
                                                                   as the guest wrote it: present accessed
                4 KiB page at file offset 0x%x, rights: kernel read execute
                Virtual address 0xffffffff81000123 maps pfn 0x9 (mfn 0x52009)
                """,
                        entry(1, 511), entry(2, 510), entry(3, 8), entry(4, 0), frames.fileOffsetOfPfn(9) + 0x123));
    }

    @Test
    void rightsAreWhatAllLevelsLeave() {
        assertThat(session.run("<rsp::vatopfn -v")).contains(", rights: kernel read write\n");
        assertThat(session.run("400000::vatopfn -v -u")).contains(", rights: user read execute\n");
    }

    @Test
    void aUserEntryIsShownWithoutTheGlobalBitThatXenSet() {
        assertThat(session.run("400000::vatopfn -v -c 1 -u"))
                .contains(" present user accessed global\n")
                .contains("as the guest wrote it: present user accessed\n")
                .endsWith("Virtual address 0x400000 maps pfn 0xc (mfn 0x3000c)\n");
    }

    @Test
    void aLargePageIsNamedWithItsSize() {
        try (Target other = SampleDomains.hvm(folder)) {
            var hvm = new Conversation(other);
            assertThat(hvm.run("201010::vatopfn -v"))
                    .contains("2 MiB page at file offset 0x"
                            + Long.toHexString(other.image().frames().fileOffsetOfPfn(0x201) + 0x10))
                    .endsWith("Virtual address 0x201010 maps pfn 0x201\n");
        }
    }

    @Test
    void anUnmappedAddressIsNamedWithTheEntryThatIsMissing() {
        assertThat(session.errors("ffffffff81200000::vatopfn"))
                .isEqualTo("xmdb: Address 0xffffffff81200000 is unmapped: L2 entry not present"
                        + " (table mfn 0x41233, index 0x9, file offset 0x" + Long.toHexString(entry(3, 9)) + ")\n");
        assertThat(session.errors("ffffffff81400000::vatopfn"))
                .startsWith(
                        "xmdb: Address 0xffffffff81400000 cannot be translated: L1 table mfn 0x99999 is not in image");
        assertThat(session.errors("1234567812345678::vatopfn"))
                .isEqualTo("xmdb: Address 0x1234567812345678 is unmapped: not canonical\n");
        assertThat(session.errors("ffff800000000000::vatopfn"))
                .startsWith("xmdb: Address 0xffff800000000000 cannot be translated: hypervisor range (");
    }

    @Test
    void theLevelsUpToTheMissingEntryAreShown() {
        assertThat(session.run("ffffffff81003000::vatopfn -v").lines()).hasSize(5);
        assertThat(session.messages()).startsWith("xmdb: Address 0xffffffff81003000 is unmapped: L1 entry not present");
    }

    @Test
    void aMachineFrameThatIsNotTheDomainsIsInvalid() {
        assertThat(session.errors("ffffffff81002000::vatopfn"))
                .isEqualTo("xmdb: Invalid mfn 77777: 0xffffffff81002000 is mapped,"
                        + " but L1 maps mfn 0x77777, which is not in image\n");
    }

    @Test
    void aMappedGuestFrameWithoutBytesIsStillNamed() {
        try (Target other = SampleDomains.hvm(folder)) {
            var hvm = new Conversation(other);
            assertThat(hvm.run("200000::vatopfn")).isEqualTo("Virtual address 0x200000 maps pfn 0x200\n");
            assertThat(hvm.messages()).isEqualTo("xmdb: pfn 0x200 is not in image\n");
        }
    }

    @Test
    void withoutAnAddressTheUsageIsPrinted() {
        assertThat(session.errors("::vatopfn"))
                .startsWith("Usage: address::vatopfn [-vu] [-a as] [-c vcpu] [-r root]\n");
    }

    private long entry(long tablePfn, int index) {
        return frames.fileOffsetOfPfn(tablePfn) + index * 8L;
    }
}
