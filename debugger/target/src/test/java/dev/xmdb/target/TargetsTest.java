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

    @Test
    void aRootThatIsNotInTheImageIsSaid() {
        Target target = Targets.open(pv64().vcpu(ContextOf.wide().control(3, 0x9999000)), TargetOptions.NONE);
        assertThat(target.degradations())
                .contains("root mfn 0x9999 of vCPU 0 is not in image: the frame map of this image is unusable");
        assertThatThrownBy(() -> target.virtual().readByte(0))
                .hasMessage("no virtual memory at 0: root table mfn 0x9999 is not in image");
    }

    @Test
    void anotherVcpusRootServesWhenTheFirstIsLost() {
        Target target = Targets.open(
                pv64().vcpu(ContextOf.wide().control(3, 0x9999000))
                        .vcpu(ContextOf.wide().control(3, 0x5000000)),
                TargetOptions.NONE);
        assertThat(target.virtual().readLong(0xffffffff81001234L)).isEqualTo(0x1122334455667788L);
        assertThat(target.degradations())
                .contains(
                        "root mfn 0x9999 of vCPU 0 is not in image",
                        "kernel addresses are translated by the root of vCPU 1");
    }

    @Test
    void theUserRootOfA64BitPvGuestIsAnotherSpace() {
        ImageOf image = pv64().entry(0x6000, 0, (0x4fffL << 12) | PRESENT);
        Target target = Targets.open(
                image.vcpu(ContextOf.wideOutsideKernel().control(3, 0x5000000).control(1, 0x6000000)),
                TargetOptions.NONE);
        Vcpu vcpu = target.vcpus().getFirst();
        assertThat(vcpu.kernelMode()).isFalse();
        assertThat(vcpu.user()).isPresent();
        assertThat(vcpu.user().orElseThrow().readLong(0x7f81001234L)).isEqualTo(0x1122334455667788L);
        assertThat(vcpu.user().orElseThrow().root()).isEqualTo(0x6000000);
    }

    @Test
    void anHvmGuestsModeAndPrivilegeComeFromItsRegisters() {
        ImageOf image = ImageOf.hvm(8)
                .entry(1, 0, 0x2067)
                .entry(2, 0, 0x3067)
                .entry(3, 0, 0x4067)
                .entry(4, 0, 0x5067);
        image.put(5, 8, 0x55)
                .vcpu(ContextOf.wide()
                        .control(0, 0x80000001L)
                        .control(3, 0x1fff)
                        .control(4, 0x20)
                        .with("r8", 1)
                        .with("cs", 0x33));
        Target target = Targets.open(image, TargetOptions.NONE);
        assertThat(target.virtual().readLong(8)).isEqualTo(0x55);
        assertThat(target.vcpus().getFirst().kernelMode()).isFalse();
        assertThat(target.vcpus().getFirst().user()).isEmpty();
        assertThat(target.virtual(0x1000, PagingMode.LONG_4_LEVEL).readLong(8)).isEqualTo(0x55);
        assertThat(target.wordSize()).isEqualTo(8);
    }

    @Test
    void aGuessedModeIsSaid() {
        ImageOf image = ImageOf.hvm(8).entry(1, 0, 0x2001).page(2);
        image.vcpu(ContextOf.wide().control(0, 0x80000001L).control(3, 0x1000).control(4, 0x20));
        Target target = Targets.open(image, TargetOptions.NONE);
        assertThat(target.wordSize()).isEqualTo(4);
        assertThat(target.degradations()).contains("paging mode of vCPU 0 is a guess by the root table: 32-bit PAE");
    }

    @Test
    void aLongListOfLostRootsIsOneSentence() {
        ImageOf image = pv64();
        for (int i = 0; i < 40; i++) {
            image.vcpu(ContextOf.wide().control(3, 0x9999000));
        }
        assertThat(Targets.open(image, TargetOptions.NONE).degradations())
                .containsExactly(
                        "the image's own",
                        "root mfn 0x9999 of vCPU 0 (and of 39 more) is not in image:"
                                + " the frame map of this image is unusable");
    }

    @Test
    void vcpusThatNeverRanAreNoFault() {
        ImageOf image = pv64().vcpu(ContextOf.wide().control(3, 0x5000000)).vcpu(ContextOf.wide());
        Target target = Targets.open(image, TargetOptions.NONE);
        assertThat(target.degradations()).containsExactly("the image's own");
        assertThat(target.vcpus().get(1).kernel()).isEmpty();
    }

    @Test
    void contextsWithoutAnyRootAskForOne() {
        Target target = Targets.open(pv64().vcpu(ContextOf.wide()), TargetOptions.NONE);
        assertThat(target.degradations()).contains("no vCPU has a page-table root: give one with --cr3");
        assertThatThrownBy(() -> target.virtual().readByte(0)).hasMessageContaining("give one with --cr3");
    }

    @Test
    void aPagedVcpuIsPreferredToOneThatNeverStarted() {
        ImageOf image = ImageOf.hvm(8)
                .entry(1, 0, 0x2067)
                .entry(2, 0, 0x3067)
                .entry(3, 0, 0x4067)
                .entry(4, 0, 0x5067);
        image.put(5, 8, 0x55)
                .vcpu(ContextOf.wide())
                .vcpu(ContextOf.wide()
                        .control(0, 0x80000001L)
                        .control(3, 0x1000)
                        .control(4, 0x20)
                        .with("r8", 1));
        Target target = Targets.open(image, TargetOptions.NONE);
        assertThat(target.virtual().readLong(8)).isEqualTo(0x55);
        assertThat(target.degradations()).contains("kernel addresses are translated by the root of vCPU 1");
    }
}
