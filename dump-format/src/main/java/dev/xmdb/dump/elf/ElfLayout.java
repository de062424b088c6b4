package dev.xmdb.dump.elf;

/**
 * Where the fields of an ELF header and of a section header lie, in bytes, and how wide an address-sized field is (System V ABI).
 *
 * @param word bytes of an address-sized field
 * @param headerSize bytes of the file header
 * @param sectionHeaderOffset {@code e_shoff}
 * @param headerSizeField {@code e_ehsize}
 * @param programHeaderEntrySize {@code e_phentsize}
 * @param programHeaders {@code e_phnum}
 * @param sectionEntrySize {@code e_shentsize}
 * @param sections {@code e_shnum}
 * @param nameSection {@code e_shstrndx}
 * @param entrySize bytes of a section header
 * @param entryOffset {@code sh_offset}
 * @param entryBytes {@code sh_size}
 * @param entryAlignment {@code sh_addralign}
 * @param entryEntrySize {@code sh_entsize}
 */
record ElfLayout(
        int word,
        int headerSize,
        int sectionHeaderOffset,
        int headerSizeField,
        int programHeaderEntrySize,
        int programHeaders,
        int sectionEntrySize,
        int sections,
        int nameSection,
        int entrySize,
        int entryOffset,
        int entryBytes,
        int entryAlignment,
        int entryEntrySize) {

    static final int MAGIC = 0x464c_457f;

    /** Bytes that name class, data order and version, before any field. */
    static final int IDENT_SIZE = 16;

    static final int IDENT_CLASS = 4;
    static final int IDENT_DATA = 5;
    static final int IDENT_VERSION = 6;
    static final int IDENT_ABI_VERSION = 8;
    static final int TYPE = 16;
    static final int MACHINE = 18;
    static final int VERSION = 20;
    static final int ENTRY_NAME = 0;
    static final int ENTRY_TYPE = 4;

    static final int CLASS_32 = 1;
    static final int CLASS_64 = 2;
    static final int LITTLE_ENDIAN = 1;
    static final int TYPE_CORE = 4;
    static final int CURRENT_VERSION = 1;
    static final int PROGRAM_HEADER_SIZE_64 = 56;

    static final int MACHINE_386 = 3;
    static final int MACHINE_X86_64 = 62;

    static final int SECTION_PROGBITS = 1;
    static final int SECTION_STRTAB = 3;
    static final int SECTION_NOTE = 7;

    /** {@code ELFCLASS64}. */
    static final ElfLayout ELF64 = new ElfLayout(8, 64, 40, 52, 54, 56, 58, 60, 62, 64, 24, 32, 48, 56);

    /** {@code ELFCLASS32}. */
    static final ElfLayout ELF32 = new ElfLayout(4, 52, 32, 40, 42, 44, 46, 48, 50, 40, 16, 20, 32, 36);

    /** The name of a machine that this format was written on, or that is mistaken for one. */
    static String machineName(int machine) {
        return switch (machine) {
            case MACHINE_386 -> "x86";
            case MACHINE_X86_64 -> "x86_64";
            case 20, 21 -> "PowerPC";
            case 22 -> "S/390";
            case 40 -> "ARM";
            case 50 -> "IA-64";
            case 183 -> "AArch64";
            case 243 -> "RISC-V";
            default -> "e_machine " + machine;
        };
    }
}
