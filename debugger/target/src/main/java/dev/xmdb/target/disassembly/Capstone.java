package dev.xmdb.target.disassembly;

import org.jspecify.annotations.Nullable;

/** A Capstone that knows x86, in AT&T syntax. Thread-safe. */
sealed interface Capstone permits NativeCapstone, WasmCapstone {
    /** {@code CS_ARCH_X86}; the same number in every version from 3 on. */
    int ARCH_X86 = 3;

    /** {@code CS_OPT_SYNTAX}. */
    int OPTION_SYNTAX = 1;

    /** {@code CS_OPT_SYNTAX_ATT}. */
    int SYNTAX_ATT = 2;

    /** Which one it is, for people: its file and version. */
    String title();

    /**
     * Decodes the instruction at the beginning of some bytes.
     *
     * @param mode how the processor takes them
     * @param address where they are
     * @param code at most {@link CpuMode#LONGEST_INSTRUCTION} of them
     * @return null when they begin with no instruction, or with none that all of is there
     */
    @Nullable
    Decoded decode(CpuMode mode, long address, byte[] code);
}
