package dev.xmdb.target.disassembly;

import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decodes instructions. Makes its Capstone when the first one is asked for, and not before. Thread-safe. */
public final class Disassembler {
    private final Supplier<Capstone> source;
    private @Nullable Capstone capstone;

    /** One with the Capstone that the user named, else the system's, else the one that comes with the program. */
    public Disassembler() {
        this(() -> CapstoneChoice.ofUser().capstone());
    }

    Disassembler(Supplier<Capstone> source) {
        this.source = source;
    }

    private synchronized Capstone capstone() {
        Capstone known = capstone;
        if (known == null) {
            known = source.get();
            capstone = known;
        }
        return known;
    }

    /**
     * Which Capstone it decodes with: file and version.
     *
     * @throws DisassemblerException when there is none
     */
    public String title() {
        return capstone().title();
    }

    /**
     * The instruction that some bytes begin with, or their first byte as one that begins none.
     *
     * @param mode how the processor takes them
     * @param address where they are
     * @param code at least one of them; those after {@link CpuMode#LONGEST_INSTRUCTION} are not looked at
     * @throws DisassemblerException when there is nothing to decode with
     */
    public Instruction instruction(CpuMode mode, long address, byte[] code) {
        if (code.length == 0) {
            throw new IllegalArgumentException("no bytes to disassemble");
        }
        Capstone decoder = capstone();
        Decoded later = LaterInstruction.at(code);
        Decoded decoded = later != null ? later : decoder.decode(mode, address, code);
        return decoded == null
                ? Instruction.undecodable(address, HexFormat.of().toHexDigits(code[0]))
                : MdbSyntax.instruction(mode, address, code, decoded);
    }
}
