package dev.xmdb.target.registers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.ContextOf;
import org.junit.jupiter.api.Test;

class ContextRegistersTest {
    private static final ContextOf WIDE = ContextOf.wide()
            .with("rax", 0x1122334455667788L)
            .with("r9", 0xffeeddccbbaa9988L)
            .with("rsi", 0xfedcL)
            .with("rip", 0xffffffff81001234L)
            .with("rbp", 0xffffffff82003f10L)
            .with("rflags", 0x246)
            .with("cs", 0xe033)
            .control(3, 0x5000000)
            .gsBases(0xffff888000000000L, 0x7f0000000000L);

    @Test
    void everyExportedNameHasAValue() {
        for (var set : new RegisterSet[] {
            new ContextRegisters(WIDE, 8, true),
            new ContextRegisters(WIDE, 4, true),
            new ContextRegisters(ContextOf.narrow(), 4, true)
        }) {
            assertThat(set.names())
                    .doesNotHaveDuplicates()
                    .allSatisfy(name -> assertThat(set.value(name)).as(name).isPresent());
        }
    }

    @Test
    void narrowerNamesShowPartsOfA64BitRegister() {
        var set = new ContextRegisters(WIDE, 8, true);
        assertThat(set.wordSize()).isEqualTo(8);
        assertThat(set.value("rax")).hasValue(0x1122334455667788L);
        assertThat(set.value("eax")).hasValue(0x55667788L);
        assertThat(set.value("ax")).hasValue(0x7788);
        assertThat(set.value("ah")).hasValue(0x77);
        assertThat(set.value("al")).hasValue(0x88);
        assertThat(set.value("r9")).hasValue(0xffeeddccbbaa9988L);
        assertThat(set.value("r9d")).hasValue(0xbbaa9988L);
        assertThat(set.value("r9w")).hasValue(0x9988);
        assertThat(set.value("r9l")).hasValue(0x88);
        assertThat(set.value("r9b")).hasValue(0x88);
        assertThat(set.value("sil")).hasValue(0xdc);
        assertThat(set.value("eip")).hasValue(0x81001234L);
        assertThat(set.value("eflags")).hasValue(0x246);
        assertThat(set.value("cs")).hasValue(0xe033);
        assertThat(set.value("cr3")).hasValue(0x5000000);
        assertThat(set.value("savfp")).hasValue(0xffffffff82003f10L);
        assertThat(set.value("savpc")).hasValue(0xffffffff81001234L);
        assertThat(set.value("trapno")).hasValue(0);
        assertThat(set.value("r16")).isEmpty();
        assertThat(set.value("")).isEmpty();
    }

    @Test
    void theCurrentGsBaseFollowsTheMode() {
        assertThat(new ContextRegisters(WIDE, 8, true).value("gsbase")).hasValue(0xffff888000000000L);
        assertThat(new ContextRegisters(WIDE, 8, false).value("gsbase")).hasValue(0x7f0000000000L);
        assertThat(new ContextRegisters(WIDE, 8, false).value("kgsbase")).hasValue(0xffff888000000000L);
    }

    @Test
    void a32BitContextHasItsOwnNames() {
        var set =
                new ContextRegisters(ContextOf.narrow().with("eax", 0x11223344).with("esp", 0xc0001000L), 4, true);
        assertThat(set.wordSize()).isEqualTo(4);
        assertThat(set.value("eax")).hasValue(0x11223344);
        assertThat(set.value("ah")).hasValue(0x33);
        assertThat(set.value("sp")).hasValue(0x1000);
        assertThat(set.value("rax")).isEmpty();
        assertThat(set.value("r8")).isEmpty();
        assertThat(set.value("gsbase")).isEmpty();
    }

    @Test
    void a32BitHvmGuestIsShownByItsOwnNamesFromTheWideLayout() {
        var set = new ContextRegisters(WIDE, 4, true);
        assertThat(set.wordSize()).isEqualTo(4);
        assertThat(set.names()).contains("eax", "eip").doesNotContain("rax", "r8");
        assertThat(set.value("eax")).hasValue(0x55667788L);
        assertThat(set.value("savpc")).hasValue(0x81001234L);
        assertThat(set.value("rax")).hasValue(0x1122334455667788L);
    }
}
