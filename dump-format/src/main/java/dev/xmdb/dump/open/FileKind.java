package dev.xmdb.dump.open;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a file is, as far as its first bytes tell. Only some kinds are opened; the others are known so that they can be named. */
enum FileKind {
    ELF("an ELF file"),
    XC_CORE("an xc_core dump"),
    XZ("an xz-compressed file"),
    GZIP("a gzip-compressed file"),
    ZSTD("a zstd-compressed file"),
    BZIP2("a bzip2-compressed file"),
    ZIP("a zip archive"),
    TAR("a tar archive: unpack it and open the image inside"),
    XEND_SAVE("a domain saved by xm save (LinuxGuestRecord)"),
    XL_SAVE("a domain saved by xl save"),
    LIBVIRT_SAVE("a domain saved by libvirt (libxl driver)"),
    LIBXL_STREAM("a bare libxl migration stream"),
    LIBXC_STREAM("a bare libxc migration stream (v2 or v3)"),
    LEGACY_SAVE("what looks like a bare legacy xc_save stream"),
    KDUMP("a kdump-compressed vmcore"),
    MAKEDUMPFILE("a flattened makedumpfile vmcore"),
    LIME("a LiME memory dump"),
    UNKNOWN("no domain image: its first bytes are of no known format");

    /** Bytes that are enough to tell. */
    static final int HEAD_SIZE = 512;

    private static final int TAR_MAGIC = 257;
    private static final long MAX_LEGACY_PAGES = 1L << 28;

    private final String description;

    FileKind(String description) {
        this.description = description;
    }

    /** The kind in words that can follow "this is". */
    String description() {
        return description;
    }

    /** Whether the kind is a compression that is opened. */
    boolean compressed() {
        return this == XZ || this == GZIP || this == ZSTD;
    }

    /** Whether the kind is a container that is opened. */
    boolean container() {
        return this == ELF || this == XC_CORE;
    }

    /**
     * Recognises a file.
     *
     * @param head its first bytes, up to {@link #HEAD_SIZE} or to its end
     */
    static FileKind of(byte[] head) {
        FileKind byText = byText(head);
        if (byText != null) {
            return byText;
        }
        if (head.length < Long.BYTES) {
            return UNKNOWN;
        }
        ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        long first = Integer.toUnsignedLong(fields.getInt(0));
        long second = Integer.toUnsignedLong(fields.getInt(4));
        if (first == 0xf00f_ebedL || first == 0xf00f_ebeeL) {
            return XC_CORE;
        } else if (first == 0xfd2f_b528L || (first & 0xffff_fff0L) == 0x184d_2a50L) {
            return ZSTD;
        } else if (first == 0x4c69_4d45L) {
            return LIME;
        } else if (first > 0 && first <= MAX_LEGACY_PAGES && (second == 0 || second == 0xffff_ffffL)) {
            // The 64-bit page count of 64-bit tools, or the 32-bit one of 32-bit tools before an all-ones word.
            return LEGACY_SAVE;
        }
        return UNKNOWN;
    }

    private static @Nullable FileKind byText(byte[] head) {
        if (starts(head, 0, "\u007fELF")) {
            return ELF;
        } else if (starts(head, 0, "\u00fd7zXZ\0")) {
            return XZ;
        } else if (starts(head, 0, "\u001f\u008b")) {
            return GZIP;
        } else if (starts(head, 0, "BZh")) {
            return BZIP2;
        } else if (starts(head, 0, "PK\u0003\u0004")) {
            return ZIP;
        } else if (starts(head, TAR_MAGIC, "ustar")) {
            return TAR;
        } else if (starts(head, 0, "LinuxGuestRecord")) {
            return XEND_SAVE;
        } else if (starts(head, 0, "Xen saved domain, xl format\n")) {
            return XL_SAVE;
        } else if (starts(head, 0, "libvirt-xml\n")) {
            return LIBVIRT_SAVE;
        } else if (starts(head, 0, "LibxlFmt")) {
            return LIBXL_STREAM;
        } else if (starts(head, 0, "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ffXENF")) {
            return LIBXC_STREAM;
        } else if (starts(head, 0, "KDUMP   ") || starts(head, 0, "DISKDUMP")) {
            return KDUMP;
        } else if (starts(head, 0, "makedumpfile")) {
            return MAKEDUMPFILE;
        }
        return null;
    }

    private static boolean starts(byte[] head, int offset, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
        return head.length >= offset + wanted.length
                && Arrays.equals(head, offset, offset + wanted.length, wanted, 0, wanted.length);
    }
}
