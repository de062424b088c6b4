package dev.xmdb.dump.elf;

/** Types, sizes and field offsets of the notes in {@code .note.Xen} (dump-core-format note; Xen public header {@code elfnote.h}). */
final class NoteFormat {
    static final String OWNER = "Xen";

    static final int NAME_SIZE = 0;
    static final int DESCRIPTOR_SIZE = 4;
    static final int TYPE = 8;
    static final int HEADER_SIZE = 12;
    static final int ALIGNMENT = 4;

    static final long NONE = 0x200_0000L;
    static final long HEADER = 0x200_0001L;
    static final long XEN_VERSION = 0x200_0002L;
    static final long FORMAT_VERSION = 0x200_0003L;

    static final int HEADER_MAGIC = 0;
    static final int HEADER_VCPUS = 8;
    static final int HEADER_PAGES = 16;
    static final int HEADER_PAGE_SIZE = 24;
    static final int HEADER_BYTES = 32;

    static final long MAGIC_PV = 0xf00f_ebedL;
    static final long MAGIC_HVM = 0xf00f_ebeeL;

    static final int VERSION_MAJOR = 0;
    static final int VERSION_MINOR = 8;
    static final int VERSION_EXTRA = 16;
    static final int VERSION_EXTRA_SIZE = 16;
    static final int VERSION_COMPILER = 32;
    static final int VERSION_COMPILER_SIZE = 64;
    static final int VERSION_COMPILED_BY = 96;
    static final int VERSION_COMPILED_BY_SIZE = 16;
    static final int VERSION_COMPILE_DOMAIN = 112;
    static final int VERSION_COMPILE_DOMAIN_SIZE = 32;
    static final int VERSION_COMPILE_DATE = 144;
    static final int VERSION_COMPILE_DATE_SIZE = 32;
    static final int VERSION_CAPABILITIES = 176;
    static final int VERSION_CAPABILITIES_SIZE = 1024;
    static final int VERSION_CHANGESET = 1200;
    static final int VERSION_CHANGESET_SIZE = 64;
    static final int VERSION_VIRT_START = 1264;
    /** Where the page size follows a 64-bit {@code virt_start}. */
    static final int VERSION_PAGE_SIZE_WIDE = 1272;
    /** Where the page size follows a {@code virt_start} of 32 bits: 32-bit tools, and 64-bit tools with a 32-bit PV guest. */
    static final int VERSION_PAGE_SIZE_NARROW = 1268;
    /** Bytes of the descriptor that 64-bit tools write, whatever the guest. */
    static final int VERSION_BYTES = 1280;

    static final int FORMAT_VERSION_BYTES = 8;

    private NoteFormat() {}

    static String typeName(long type) {
        if (type == NONE) {
            return "NONE";
        } else if (type == HEADER) {
            return "HEADER";
        } else if (type == XEN_VERSION) {
            return "XEN_VERSION";
        } else if (type == FORMAT_VERSION) {
            return "FORMAT_VERSION";
        }
        return "?";
    }

    static long aligned(long size) {
        return (size + ALIGNMENT - 1) & -ALIGNMENT;
    }
}
