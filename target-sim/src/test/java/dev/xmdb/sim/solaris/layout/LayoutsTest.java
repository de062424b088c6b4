package dev.xmdb.sim.solaris.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.sim.solaris.layout.Definition.Aggregate;
import dev.xmdb.sim.solaris.layout.Definition.Member;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LayoutsTest {
    private final Layouts layouts = Layouts.ref09();

    @Test
    void membersNeitherOverlapNorReachBeyondTheirStructure() {
        for (Definition definition : layouts.definitions()) {
            if (definition instanceof Aggregate aggregate) {
                int end = 0;
                for (Member member : aggregate.members()) {
                    int bits = member.type().bits() > 0 ? member.type().bits() : layouts.size(member.type()) * 8;
                    String place = aggregate.name() + "." + member.name();
                    if (!aggregate.isUnion()) {
                        assertThat(member.bit()).as(place).isGreaterThanOrEqualTo(end);
                    }
                    end = member.bit() + bits;
                    assertThat(end).as(place).isLessThanOrEqualTo(aggregate.size() * 8);
                }
            }
        }
    }

    @Test
    void scalarsAreAlignedToTheirSize() {
        for (Definition definition : layouts.definitions()) {
            if (definition instanceof Aggregate aggregate) {
                for (Member member : aggregate.members()) {
                    if (member.type().pointers() > 0) {
                        assertThat(member.bit() % 64)
                                .as(aggregate.name() + "." + member.name())
                                .isZero();
                    }
                }
            }
        }
    }

    @Test
    void theBootstrapStructuresHaveTheSizesOfTheKernelsHeaders() {
        Map<String, Integer> sizes = Map.of(
                "struct modctl", 144,
                "kthread_t", 896,
                "Shdr", 64,
                "struct regs", 240,
                "htable_t", 72,
                "irq_info_t", 4,
                "mec_info_t", 132,
                "struct autovec", 80,
                "struct utsname", 1285,
                "debug_info_t", 64);
        sizes.forEach((name, size) -> assertThat(layouts.size(name)).as(name).isEqualTo(size));
    }

    @Test
    void pathsGoThroughInnerStructures() {
        assertThat(layouts.offset("kthread_t", "t_lwpchan.lc_wchan")).isEqualTo(128);
        assertThat(layouts.offset("kthread_t", "t_pcb.val")).isEqualTo(56);
        assertThat(layouts.offset("struct modctl", "mod_text")).isEqualTo(112);
    }

    @Test
    void anUnknownMemberIsNamed() {
        assertThatThrownBy(() -> layouts.offset("cpu_t", "cpu_nothing")).hasMessageContaining("cpu_nothing");
    }
}
