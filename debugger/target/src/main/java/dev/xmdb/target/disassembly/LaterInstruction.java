package dev.xmdb.target.disassembly;

import org.jspecify.annotations.Nullable;

/**
 * Instructions without operands that kernels use and that Capstone 4 and 5 do not know, or take for an older one because they do not
 * look at the prefix (Intel SDM volume 2; AMD64 Architecture Programmer's Manual volume 3).
 */
enum LaterInstruction {
    ENDBR64("endbr64", 0xf3, 0x0f, 0x1e, 0xfa),
    ENDBR32("endbr32", 0xf3, 0x0f, 0x1e, 0xfb),
    RDPKRU("rdpkru", 0x0f, 0x01, 0xee),
    WRPKRU("wrpkru", 0x0f, 0x01, 0xef),
    SERIALIZE("serialize", 0x0f, 0x01, 0xe8),
    XSUSLDTRK("xsusldtrk", 0xf2, 0x0f, 0x01, 0xe8),
    XRESLDTRK("xresldtrk", 0xf2, 0x0f, 0x01, 0xe9),
    SETSSBSY("setssbsy", 0xf3, 0x0f, 0x01, 0xe8),
    SAVEPREVSSP("saveprevssp", 0xf3, 0x0f, 0x01, 0xea),
    VMGEXIT("vmgexit", 0xf3, 0x0f, 0x01, 0xd9),
    VMGEXIT_ALSO("vmgexit", 0xf2, 0x0f, 0x01, 0xd9),
    WRMSRNS("wrmsrns", 0x0f, 0x01, 0xc6),
    PCONFIG("pconfig", 0x0f, 0x01, 0xc5),
    ENCLV("enclv", 0x0f, 0x01, 0xc0),
    ENCLS("encls", 0x0f, 0x01, 0xcf),
    ENCLU("enclu", 0x0f, 0x01, 0xd7),
    CLZERO("clzero", 0x0f, 0x01, 0xfc),
    RDPRU("rdpru", 0x0f, 0x01, 0xfd),
    INVLPGB("invlpgb", 0x0f, 0x01, 0xfe),
    TLBSYNC("tlbsync", 0x0f, 0x01, 0xff),
    PSMASH("psmash", 0xf3, 0x0f, 0x01, 0xff),
    PVALIDATE("pvalidate", 0xf2, 0x0f, 0x01, 0xff),
    RMPADJUST("rmpadjust", 0xf3, 0x0f, 0x01, 0xfe),
    RMPUPDATE("rmpupdate", 0xf2, 0x0f, 0x01, 0xfe),
    WBNOINVD("wbnoinvd", 0xf3, 0x0f, 0x09),
    TILERELEASE("tilerelease", 0xc4, 0xe2, 0x78, 0x49, 0xc0);

    private final String text;
    /** Its bytes as one number, the first of them on top. */
    private final long code;

    private final int length;

    LaterInstruction(String text, int... octets) {
        this.text = text;
        this.length = octets.length;
        long number = 0;
        for (int octet : octets) {
            number = (number << Byte.SIZE) | octet;
        }
        this.code = number;
    }

    /** The one that some bytes begin with; null when they begin with none. */
    static @Nullable Decoded at(byte[] bytes) {
        int first = bytes.length < 3 ? 0 : bytes[0] & 0xff;
        // All of them begin so; what does not is nearly everything.
        if (first != 0x0f && first != 0xf2 && first != 0xf3 && first != 0xc4) {
            return null;
        }
        for (LaterInstruction known : values()) {
            if (known.length <= bytes.length && known.code == leading(bytes, known.length)) {
                return new Decoded(known.length, known.text, "");
            }
        }
        return null;
    }

    private static long leading(byte[] bytes, int count) {
        long number = 0;
        for (int i = 0; i < count; i++) {
            number = (number << Byte.SIZE) | (bytes[i] & 0xff);
        }
        return number;
    }
}
