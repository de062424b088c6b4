package dev.xmdb.target.paging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.ContextOf;
import dev.xmdb.target.ImageOf;
import org.junit.jupiter.api.Test;

class ModeInferenceTest {
    private static final long PAGING = 0x80000001L;
    private static final long PAE = 1 << 5;
    private static final long LA57 = 1 << 12;

    private static ModeInference known(PagingMode mode) {
        return new ModeInference(mode, false);
    }

    private static ModeInference guessed(PagingMode mode) {
        return new ModeInference(mode, true);
    }

    @Test
    void a64BitPvGuestHasFourLevels() {
        assertThat(ModeInference.of(ImageOf.pv(8, 1), ContextOf.wide())).isEqualTo(known(PagingMode.LONG_4_LEVEL));
    }

    @Test
    void a32BitPvGuestWithFourRootEntriesAloneInTheirPageIsPae() {
        ImageOf image = ImageOf.pv(4, 8).entry(0x123456, 3, 0x11067).page(0x11);
        var context = ContextOf.narrow().control(3, 0x23456001);
        assertThat(ModeInference.of(image, context)).isEqualTo(known(PagingMode.PAE));
    }

    @Test
    void a32BitPvGuestWithAFullRootPageHasTwoLevels() {
        ImageOf image = ImageOf.pv(4, 8)
                .putInt(0x10, 4, 0x11067)
                .putInt(0x10, 768 * 4, 0x11067)
                .page(0x11);
        var context = ContextOf.narrow().control(3, 0x10000);
        assertThat(ModeInference.of(image, context)).isEqualTo(guessed(PagingMode.LEGACY_32));
    }

    @Test
    void a32BitPvGuestOfAPaeHostIsPaeEvenWithAnOddRoot() {
        ImageOf image = ImageOf.pv(4, 8).putInt(0x10, 768 * 4, 0x11067).capabilities("xen-3.0-x86_32p");
        var context = ContextOf.narrow().control(3, 0x10000);
        assertThat(ModeInference.of(image, context)).isEqualTo(guessed(PagingMode.PAE));
    }

    @Test
    void anHvmGuestWithoutPagingHasNone() {
        assertThat(ModeInference.of(ImageOf.hvm(1), ContextOf.wide().control(0, 1)))
                .isEqualTo(known(PagingMode.UNPAGED));
    }

    @Test
    void anHvmGuestWithoutPaeHasTwoLevels() {
        assertThat(ModeInference.of(ImageOf.hvm(1), ContextOf.wide().control(0, PAGING)))
                .isEqualTo(known(PagingMode.LEGACY_32));
    }

    @Test
    void aWideRegisterProvesLongMode() {
        var context = ContextOf.wide().control(0, PAGING).control(4, PAE).control(3, 0x1000);
        ImageOf paeLike = ImageOf.hvm(4).entry(1, 0, 0x2001).page(2);
        assertThat(ModeInference.of(paeLike, context.with("r12", 1))).isEqualTo(known(PagingMode.LONG_4_LEVEL));
        var high = ContextOf.wide().control(0, PAGING).control(4, PAE | LA57).with("rip", 1L << 32);
        assertThat(ModeInference.of(paeLike, high)).isEqualTo(known(PagingMode.LONG_5_LEVEL));
        var percpu = ContextOf.wide().control(0, PAGING).control(4, PAE).gsBases(0xffff888000000000L, 0);
        assertThat(ModeInference.of(paeLike, percpu)).isEqualTo(known(PagingMode.LONG_4_LEVEL));
    }

    @Test
    void withoutProofTheRootTableDecides() {
        var context = ContextOf.wide().control(0, PAGING).control(4, PAE).control(3, 0x1020);
        ImageOf pae = ImageOf.hvm(4).put(1, 0x20 + 24, 0x2001).page(2);
        assertThat(ModeInference.of(pae, context)).isEqualTo(guessed(PagingMode.PAE));
        // Flags that a root entry of PAE may not have: writable, user, accessed.
        ImageOf wide = ImageOf.hvm(4).put(1, 0x20, 0x2067).page(2);
        assertThat(ModeInference.of(wide, context)).isEqualTo(guessed(PagingMode.LONG_4_LEVEL));
        ImageOf leadsNowhere = ImageOf.hvm(4).put(1, 0x20, 0x77001).page(2);
        assertThat(ModeInference.of(leadsNowhere, context)).isEqualTo(guessed(PagingMode.LONG_4_LEVEL));
    }
}
