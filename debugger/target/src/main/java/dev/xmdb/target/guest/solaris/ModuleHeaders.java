package dev.xmdb.target.guest.solaris;

import dev.xmdb.target.memory.AddressSpace;

/**
 * The ELF header of a module and its section headers, as the kernel keeps them (ELF-64 and ELF-32 object file formats).
 *
 * @param memory where they are
 * @param header address of the ELF header
 * @param sections address of the first section header
 */
public record ModuleHeaders(AddressSpace memory, long header, long sections) {
    private static final int IDENT_CLASS = 4;
    private static final int IDENT_DATA = 5;
    private static final int TYPE = 16;
    private static final int MACHINE = 18;
    private static final int VERSION = 20;
    private static final int ENTRY = 24;
    /** Bytes of the fields from the flags to the first of the six short ones. */
    private static final int FLAGS_BYTES = 4;

    /** The ELF header's fields. */
    public record Header(
            int magic,
            int elfClass,
            int data,
            int type,
            int machine,
            int version,
            long entry,
            long programHeaders,
            long sectionHeaders,
            int flags,
            int size,
            int programSize,
            int programs,
            int sectionSize,
            int sections,
            int names) {}

    /** One section header's fields. */
    public record Section(
            int type,
            long flags,
            long address,
            long offset,
            long size,
            int link,
            int info,
            long alignment,
            long entrySize) {}

    /**
     * The ELF header.
     *
     * @throws dev.xmdb.target.memory.MemoryFaultException when it is not in memory
     */
    public Header read() {
        int word = memory.wordSize();
        long flags = header + ENTRY + 3L * word;
        long shorts = flags + FLAGS_BYTES;
        return new Header(
                memory.readInt(header),
                memory.readByte(header + IDENT_CLASS),
                memory.readByte(header + IDENT_DATA),
                memory.readShort(header + TYPE),
                memory.readShort(header + MACHINE),
                memory.readInt(header + VERSION),
                memory.readWord(header + ENTRY),
                memory.readWord(header + ENTRY + word),
                memory.readWord(header + ENTRY + 2L * word),
                memory.readInt(flags),
                memory.readShort(shorts),
                memory.readShort(shorts + 2),
                memory.readShort(shorts + 4),
                memory.readShort(shorts + 6),
                memory.readShort(shorts + 8),
                memory.readShort(shorts + 10));
    }

    /**
     * A section header.
     *
     * @param index its place
     * @throws dev.xmdb.target.memory.MemoryFaultException when it is not in memory
     */
    public Section section(int index) {
        int word = memory.wordSize();
        long at = sections + (long) index * (4 * Integer.BYTES + 6 * word);
        long words = at + 2 * Integer.BYTES;
        long link = words + 4L * word;
        long last = link + 2 * Integer.BYTES;
        return new Section(
                memory.readInt(at + Integer.BYTES),
                memory.readWord(words),
                memory.readWord(words + word),
                memory.readWord(words + 2L * word),
                memory.readWord(words + 3L * word),
                memory.readInt(link),
                memory.readInt(link + Integer.BYTES),
                memory.readWord(last),
                memory.readWord(last + word));
    }
}
