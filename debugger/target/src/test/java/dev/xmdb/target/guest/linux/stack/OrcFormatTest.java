package dev.xmdb.target.guest.linux.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OrcFormatTest {
    @ParameterizedTest
    @CsvSource({
        // format, flags, type, what the stack pointer is told from, signal
        "FIRST, 0x0005, CALL, SP, false",
        "FIRST, 0x0104, REGISTERS, BP, false",
        "FIRST, 0x0205, PARTIAL_REGISTERS, SP, false",
        "FIRST, 0x0400, END, UNDEFINED, false",
        "FIRST, 0x0000, UNDEFINED, UNDEFINED, false",
        "WITH_SIGNAL, 0x0505, REGISTERS, SP, true",
        "WITH_SIGNAL, 0x0800, END, UNDEFINED, false",
        "WITH_END_TYPES, 0x0100, END, UNDEFINED, false",
        "WITH_END_TYPES, 0x0205, CALL, SP, false",
        "WITH_END_TYPES, 0x0b09, REGISTERS, SP_INDIRECT, true",
        "WITH_END_TYPES, 0x0000, UNDEFINED, UNDEFINED, false",
        "RENUMBERED, 0x0203, CALL, SP, false",
        "RENUMBERED, 0x0204, CALL, BP, false",
        "RENUMBERED, 0x0c09, PARTIAL_REGISTERS, SP_INDIRECT, true"
    })
    void flagsSayWhatTheyMeanInTheirFormat(
            OrcFormat format, String flags, OrcEntry.Type type, OrcRegister sp, boolean signal) {
        OrcEntry entry = format.entry(-8, 16, Integer.decode(flags));
        assertThat(entry.type()).isEqualTo(type);
        assertThat(entry.sp()).isEqualTo(sp);
        assertThat(entry.signal()).isEqualTo(signal);
        assertThat(entry.spOffset()).isEqualTo(-8);
        assertThat(entry.bpOffset()).isEqualTo(16);
    }
}
