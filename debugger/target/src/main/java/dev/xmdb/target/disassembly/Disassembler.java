package dev.xmdb.target.disassembly;

import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decodes instructions. Looks for its Capstone when the first one is asked for, not before and not again: one that found none will find
 * none. Thread-safe.
 */
public final class Disassembler {
    private final Supplier<Capstone> source;
    private @Nullable Capstone capstone;
    private @Nullable DisassemblerException missing;

    /** One with the Capstone that the user named, else the system's. */
    public Disassembler() {
        this(() -> CapstoneChoice.ofUser().capstone());
    }

    Disassembler(Supplier<Capstone> source) {
        this.source = source;
    }

    private synchronized Capstone capstone() {
        if (missing != null) {
            throw missing;
        }
        Capstone known = capstone;
        if (known == null) {
            try {
                known = source.get();
            } catch (DisassemblerException reason) {
                missing = reason;
                throw reason;
            }
            capstone = known;
        }
        return known;
    }

    /** Why it can decode nothing; empty when it can. Looks for its Capstone. */
    public Optional<String> problem() {
        try {
            capstone();
            return Optional.empty();
        } catch (DisassemblerException reason) {
            return Optional.ofNullable(reason.getMessage());
        }
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
