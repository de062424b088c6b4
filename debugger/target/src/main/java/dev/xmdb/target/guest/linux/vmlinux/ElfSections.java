package dev.xmdb.target.guest.linux.vmlinux;

import dev.xmdb.dump.bytes.LittleEndian;
import dev.xmdb.dump.file.ImageFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The sections of a 64-bit ELF file that is mapped (ELF specification, "ELF Header" and "Section Header"). */
final class ElfSections {
    private static final int HEADER = 64;
    private static final long MAGIC = 0x464c457fL;
    private static final int CLASS = 4;
    private static final int CLASS_64 = 2;
    private static final int DATA = 5;
    private static final int LITTLE_ENDIAN = 1;
    private static final int TYPE = 16;
    private static final int EXECUTABLE = 2;
    private static final int SHARED = 3;
    private static final int MACHINE = 18;
    private static final int X86_64 = 62;
    private static final int TABLE_OFFSET = 40;
    private static final int ENTRY_SIZE = 58;
    private static final int COUNT = 60;
    private static final int NAMES = 62;
    private static final int ENTRY = 64;
    private static final int NAMES_BEYOND = 0xffff;
    private static final int MOST = 1 << 16;
    private static final int LONGEST_NAME = 256;
    private static final int TYPE_EMPTY = 8;

    private final ImageFile file;
    private final List<Section> all;

    /**
     * One section.
     *
     * @param name its name, empty where that is lost
     * @param type {@code sh_type}
     * @param flags {@code sh_flags}
     * @param address where it is linked to be
     * @param offset where it is in the file
     * @param size in bytes
     * @param link {@code sh_link}
     */
    record Section(String name, int type, long flags, long address, long offset, long size, int link) {
        private static final int WRITABLE = 1;
        private static final int CODE = 4;

        boolean writable() {
            return (flags & WRITABLE) != 0;
        }

        boolean executable() {
            return (flags & CODE) != 0;
        }

        /** Whether the file has no bytes of it: it begins as zeroes, or was stripped off. */
        boolean empty() {
            return type == TYPE_EMPTY;
        }
    }

    private ElfSections(ImageFile file, List<Section> all) {
        this.file = file;
        this.all = all;
    }

    /**
     * Reads the table of sections.
     *
     * @throws KernelFileException when it is no such file, or has no such table
     */
    static ElfSections of(ImageFile file) throws KernelFileException {
        MemorySegment bytes = file.bytes();
        if (file.size() < HEADER || LittleEndian.u32(bytes, 0) != MAGIC) {
            throw new KernelFileException("it is no ELF file");
        }
        if (LittleEndian.u8(bytes, CLASS) != CLASS_64
                || LittleEndian.u8(bytes, DATA) != LITTLE_ENDIAN
                || LittleEndian.u16(bytes, MACHINE) != X86_64) {
            throw new KernelFileException("it is no ELF file for 64-bit x86");
        }
        int type = LittleEndian.u16(bytes, TYPE);
        if (type != EXECUTABLE && type != SHARED) {
            throw new KernelFileException("it is an ELF file of type " + type + ", and a kernel is an executable");
        }
        long table = LittleEndian.u64(bytes, TABLE_OFFSET);
        int size = LittleEndian.u16(bytes, ENTRY_SIZE);
        int count = LittleEndian.u16(bytes, COUNT);
        if (count == 0) {
            throw new KernelFileException("it has no sections");
        }
        if (size != ENTRY || count > MOST || file.available(table, (long) count * ENTRY) < (long) count * ENTRY) {
            throw new KernelFileException("its " + count + " section headers of " + size + " bytes at 0x"
                    + Long.toHexString(table) + " are not in the file");
        }
        var sections = new ElfSections(file, new ArrayList<>());
        sections.read(table, count, LittleEndian.u16(bytes, NAMES));
        return sections;
    }

    private void read(long table, int count, int namesIndex) {
        Optional<Section> names = namesIndex < count && namesIndex != NAMES_BEYOND
                ? Optional.of(section(table + (long) namesIndex * ENTRY, Optional.empty()))
                : Optional.empty();
        for (int index = 0; index < count; index++) {
            all.add(section(table + (long) index * ENTRY, names));
        }
    }

    private Section section(long at, Optional<Section> names) {
        MemorySegment bytes = file.bytes();
        long name = LittleEndian.u32(bytes, at);
        return new Section(
                names.map(strings -> text(strings, name)).orElse(""),
                (int) LittleEndian.u32(bytes, at + 4),
                LittleEndian.u64(bytes, at + 8),
                LittleEndian.u64(bytes, at + 16),
                LittleEndian.u64(bytes, at + 24),
                LittleEndian.u64(bytes, at + 32),
                (int) LittleEndian.u32(bytes, at + 40));
    }

    /** Every section; the first is none. */
    List<Section> all() {
        return all;
    }

    /** The first section of a type. */
    Optional<Section> first(int type) {
        return all.stream().filter(section -> section.type() == type).findFirst();
    }

    /** A section by its number. */
    Optional<Section> at(int index) {
        return index > 0 && index < all.size() ? Optional.of(all.get(index)) : Optional.empty();
    }

    /**
     * A section's bytes.
     *
     * @param most the largest size that makes sense
     * @throws KernelFileException when they are more, or not in the file
     */
    byte[] bytes(Section section, long most) throws KernelFileException {
        if (section.empty()
                || section.size() < 0
                || file.available(section.offset(), section.size()) < section.size()) {
            throw new KernelFileException("its " + label(section) + " is not in the file");
        }
        if (section.size() > most) {
            throw new KernelFileException(
                    "its " + label(section) + " of " + section.size() + " bytes is larger than any kernel's");
        }
        return file.bytes().asSlice(section.offset(), section.size()).toArray(ValueLayout.JAVA_BYTE);
    }

    private static String label(Section section) {
        return section.name().isEmpty() ? "section" : section.name();
    }

    /** Text in a section, by its place there; empty where it does not lie there whole. */
    String text(Section section, long place) {
        long end = file.available(section.offset(), section.size());
        if (section.empty() || place < 0) {
            return "";
        }
        var text = new StringBuilder();
        for (long at = place; at < end && text.length() < LONGEST_NAME; at++) {
            int each = LittleEndian.u8(file.bytes(), section.offset() + at);
            if (each == 0) {
                return text.toString();
            }
            text.append((char) each);
        }
        return "";
    }
}
