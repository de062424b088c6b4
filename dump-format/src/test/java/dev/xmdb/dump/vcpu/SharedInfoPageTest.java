package dev.xmdb.dump.vcpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedInfoPageTest {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private static void put(byte[] page, int offset, String hex) {
        byte[] bytes = HEX.parseHex(hex);
        System.arraycopy(bytes, 0, page, offset, bytes.length);
    }

    @Test
    void theFieldsOfA64BitPageAreWhereTheHeaderPutsThem() {
        byte[] page = new byte[4096];
        put(page, 0, "01 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00 d0 ea 0d 00 00 00 00");
        put(page, 2048, "a0 00 00 00 00 00 00 00");
        put(page, 2560, "80 00 00 00 00 00 00 00");
        put(
                page,
                3072,
                "02 00 00 00 00 00 00 60 e7 03 00 00 00 00 00 00 00 00 04 00 00 00 00 00 bc 0a 00 00 00 00 00 00");
        put(page, 3112, "00 00 00 05 00 00 00 00 00 00 00 00 00 c9 ff ff 04 00 00 00 00 00 00 00");
        SharedInfo info = new SharedInfoPage(MemorySegment.ofArray(page), SharedInfoLayout.X86_64);

        assertThat(info.vcpu(0).upcallPending()).isTrue();
        assertThat(info.vcpu(0).upcallMask()).isFalse();
        assertThat(info.vcpu(0).pendingSelector()).isEqualTo(1);
        assertThat(info.vcpu(0).cr2()).isEqualTo(0xdea_d000L);
        assertThat(IntStream.range(0, info.eventChannels()).filter(port -> info.pending(port) && !info.masked(port)))
                .containsExactly(5);
        assertThat(info.wallClockVersion()).isEqualTo(2);
        assertThat(info.wallClockSeconds()).isEqualTo(0x6000_0000L);
        assertThat(info.wallClockNanoseconds()).isEqualTo(999);
        assertThat(info.maxPfn()).isEqualTo(0x4_0000);
        assertThat(info.frameListListMfn()).isEqualTo(0xabc);
        assertThat(info.p2mCr3()).isEqualTo(0x500_0000);
        assertThat(info.p2mVirtualAddress()).isEqualTo(0xffff_c900_0000_0000L);
        assertThat(info.p2mGeneration()).isEqualTo(4);
    }

    @Test
    void theFieldsOfA32BitPageAreWhereTheHeaderPutsThem() {
        byte[] page = new byte[4096];
        put(page, 64, "00 01 00 00 03 00 00 00 10 20 30 40");
        put(page, 96, "07 00 00 00 00 00 00 00 08 00 00 00 00 00 00 00 09 00 00 00 00 00 00 00");
        put(page, 2048, "20");
        put(page, 2176, "40");
        put(page, 2304, "04 00 00 00 00 00 00 50 05 00 00 00 00 00 01 00 cd 0a 00 00 01 00 00 00 00 10 00 00");
        SharedInfo info = new SharedInfoPage(MemorySegment.ofArray(page), SharedInfoLayout.X86_32);

        assertThat(info.eventChannels()).isEqualTo(1024);
        assertThat(info.vcpu(1)).isEqualTo(new SharedInfo.VcpuInfo(false, true, 3, 0x4030_2010L, 7, 8, 9));
        assertThat(info.pending(5)).isTrue();
        assertThat(info.masked(6)).isTrue();
        assertThat(info.wallClockSeconds()).isEqualTo(0x5000_0000L);
        assertThat(info.maxPfn()).isEqualTo(0x1_0000);
        assertThat(info.frameListListMfn()).isEqualTo(0xacd);
        assertThat(info.nmiReason()).isEqualTo(1);
        assertThat(info.p2mCr3()).isEqualTo(0x1000);
    }

    @Test
    void whatTheBuilderPutsInComesOut() {
        SharedInfo.VcpuInfo vcpu = new SharedInfo.VcpuInfo(true, true, 5, 6, 7, 8, 9);
        for (SharedInfoLayout layout : new SharedInfoLayout[] {SharedInfoLayout.X86_64, SharedInfoLayout.X86_32}) {
            SharedInfoBuilder builder =
                    layout.wordSize() == 8 ? SharedInfoBuilder.x86_64() : SharedInfoBuilder.x86_32();
            byte[] page = builder.vcpu(31, vcpu)
                    .eventChannel(1023, true, true)
                    .wallClock(2, 0x1_0000_0001L, 3)
                    .p2mTree(100, 200)
                    .linearP2m(0x1000, 0x2000, 6)
                    .nmiReason(1)
                    .build();
            SharedInfo info = new SharedInfoPage(MemorySegment.ofArray(page), layout);

            assertThat(info.vcpu(31)).isEqualTo(vcpu);
            assertThat(info.pending(1023)).isTrue();
            assertThat(info.masked(1022)).isFalse();
            assertThat(info.wallClockSeconds()).isEqualTo(0x1_0000_0001L);
            assertThat(info.maxPfn()).isEqualTo(100);
            assertThat(info.p2mGeneration()).isEqualTo(6);
            assertThat(info.nmiReason()).isEqualTo(1);
        }
    }

    @Test
    void aVcpuBeyondTheSlotsIsRefused() {
        SharedInfo info = new SharedInfoPage(MemorySegment.ofArray(new byte[4096]), SharedInfoLayout.X86_64);

        assertThatThrownBy(() -> info.vcpu(32)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> info.pending(4096)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
