package dev.xmdb.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.paging.PagingMode;
import org.junit.jupiter.api.Test;

class TargetsTest {
    private static final long PRESENT = 0x67;

    private static ImageOf pv64() {
        // ffffffff81001234: L4 511, L3 510, L2 8, L1 1
        return ImageOf.pv(8, 16)
                .entry(0x5000, 511, (0x4fffL << 12) | PRESENT)
                .entry(0x4fff, 510, (0x777L << 12) | PRESENT)
                .entry(0x777, 8, (0x123L << 12) | PRESENT)
                .entry(0x123, 1, (0x456L << 12) | PRESENT)
                .put(0x456, 0x234, 0x1122334455667788L);
    }

    @Test
    void aPvGuestIsReadThroughTheRootOfItsFirstVcpu() {
        Target target = Targets.open(pv64().vcpu(ContextOf.wide().control(3, 0x5000000)), TargetOptions.NONE);
        assertThat(target.virtual().readLong(0xffffffff81001234L)).isEqualTo(0x1122334455667788L);
        assertThat(target.machine().readLong(0x456234)).isEqualTo(0x1122334455667788L);
        assertThat(target.physical().readLong(0x4234)).isEqualTo(0x1122334455667788L);
        assertThat(target.vcpus()).hasSize(1);
        assertThat(target.vcpus().getFirst().mode()).isEqualTo(PagingMode.LONG_4_LEVEL);
        assertThat(target.vcpus().getFirst().kernelMode()).isTrue();
        assertThat(target.degradations()).containsExactly("the image's own");
    }

    @Test
    void anImageWithoutContextsAsksForARoot() {
        Target target = Targets.open(pv64(), TargetOptions.NONE);
        assertThat(target.degradations()).contains("no vCPU contexts: give a page-table root with --cr3");
        assertThatThrownBy(() -> target.virtual().readLong(0xffffffff81001234L))
                .isInstanceOf(MemoryFaultException.class)
                .hasMessageContaining("the image has no page-table root: give one with --cr3");
    }

    @Test
    void aRootGivenByTheUserWins() {
        Target target = Targets.open(
                pv64().vcpu(ContextOf.wide().control(3, 0x9999000)), TargetOptions.NONE.withCr3(0x5000000));
        assertThat(target.virtual().readLong(0xffffffff81001234L)).isEqualTo(0x1122334455667788L);
    }

    @Test
    void aRootGivenByTheUserServesAnImageWithoutContexts() {
        Target target = Targets.open(pv64(), TargetOptions.NONE.withCr3(0x5000000));
        assertThat(target.virtual().readLong(0xffffffff81001234L)).isEqualTo(0x1122334455667788L);
        assertThat(target.degradations()).containsExactly("the image's own");
    }
}
