package dev.xmdb.target.guest.linux.stack;

import java.util.Map;

/**
 * How an entry's flags are laid out: four kinds since Linux 4.14, told apart by structure and by a hash that newer kernels carry, never by
 * the version (distributions carry newer code under older numbers).
 */
public enum OrcFormat {
    /** Linux 4.14 to 6.2. */
    FIRST(8, 2, -1, 10),
    /** Linux 6.3: says which frames hold registers of an interrupted context. */
    WITH_SIGNAL(8, 2, 10, 11),
    /** Linux 6.4 to 7.0: the end and missing data are types of their own. */
    WITH_END_TYPES(8, 3, 11, -1),
    /** Linux 7.1 and later: other numbers for the registers. */
    RENUMBERED(8, 3, 11, -1);

    private static final int REGISTER_BITS = 4;
    private static final int REGISTER_MASK = 0xf;

    private static final Map<Integer, OrcRegister> OLD_NUMBERS = Map.of(
            1, OrcRegister.PREVIOUS_SP,
            2, OrcRegister.DX,
            3, OrcRegister.DI,
            4, OrcRegister.BP,
            5, OrcRegister.SP,
            6, OrcRegister.R10,
            7, OrcRegister.R13,
            8, OrcRegister.BP_INDIRECT,
            9, OrcRegister.SP_INDIRECT);

    private static final Map<Integer, OrcRegister> NEW_NUMBERS = Map.of(
            1, OrcRegister.AX,
            2, OrcRegister.DX,
            3, OrcRegister.SP,
            4, OrcRegister.BP,
            5, OrcRegister.DI,
            6, OrcRegister.R10,
            7, OrcRegister.R13,
            8, OrcRegister.PREVIOUS_SP,
            9, OrcRegister.SP_INDIRECT,
            10, OrcRegister.BP_INDIRECT);

    private final int typeShift;
    private final int typeBits;
    private final int signalBit;
    private final int endBit;

    OrcFormat(int typeShift, int typeBits, int signalBit, int endBit) {
        this.typeShift = typeShift;
        this.typeBits = typeBits;
        this.signalBit = signalBit;
        this.endBit = endBit;
    }

    /** An entry, taken apart. */
    OrcEntry entry(int spOffset, int bpOffset, int flags) {
        OrcRegister sp = register(flags & REGISTER_MASK);
        OrcRegister bp = register((flags >>> REGISTER_BITS) & REGISTER_MASK);
        boolean signal = signalBit >= 0 && (flags >>> signalBit & 1) != 0;
        return new OrcEntry(type(flags, sp), sp, spOffset, bp, bpOffset, signal);
    }

    private OrcRegister register(int number) {
        return (this == RENUMBERED ? NEW_NUMBERS : OLD_NUMBERS).getOrDefault(number, OrcRegister.UNDEFINED);
    }

    private OrcEntry.Type type(int flags, OrcRegister sp) {
        int type = (flags >>> typeShift) & ((1 << typeBits) - 1);
        if (endBit >= 0) {
            if (sp == OrcRegister.UNDEFINED) {
                return (flags >>> endBit & 1) != 0 ? OrcEntry.Type.END : OrcEntry.Type.UNDEFINED;
            }
            type += 2;
        }
        return switch (type) {
            case 1 -> OrcEntry.Type.END;
            case 2 -> OrcEntry.Type.CALL;
            case 3 -> OrcEntry.Type.REGISTERS;
            case 4 -> OrcEntry.Type.PARTIAL_REGISTERS;
            default -> OrcEntry.Type.UNDEFINED;
        };
    }
}
