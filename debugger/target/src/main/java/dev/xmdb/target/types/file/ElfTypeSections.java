package dev.xmdb.target.types.file;

import dev.xmdb.target.types.TypeDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The sections of an object file, an executable or a library, little-endian and of either class (ELF specification, "Section Header"). */
final class ElfTypeSections {
    private static final long MAGIC = 0x464c457fL;
    private static final int NO_BITS = 8;
    private static final int MOST = 1 << 16;
    private static final int LONGEST_NAME = 64;
    /** A section that says so holds a zlib stream or another one; linkers do not compress types. */
    private static final long COMPRESSED = 0x800;

    private final FileBytes file;
    private final boolean wide;
    private final List<Section> sections = new ArrayList<>();

    private record Section(String name, int type, long flags, long offset, long size, int link) {}

    private ElfTypeSections(FileBytes file, boolean wide) {
        this.file = file;
        this.wide = wide;
    }

    static boolean isElf(FileBytes file) throws IOException {
        return file.size() >= 52 && file.number(0, 4) == MAGIC;
    }

    /**
     * Reads the table of sections.
     *
     * @throws TypeDataException when there is none, or it is damaged
     */
    static ElfTypeSections read(FileBytes file) throws IOException {
        long kind = file.number(4, 1);
        if (kind < 1 || kind > 2 || file.number(5, 1) != 1) {
            throw new TypeDataException(
                    "File is a different endian-ness than libctf, or an ELF file of no known class");
        }
        var found = new ElfTypeSections(file, kind == 2);
        found.read();
        return found;
    }

    private void read() throws IOException {
        long table = wide ? file.number(40, 8) : file.number(32, 4);
        int size = (int) file.number(wide ? 58 : 46, 2);
        int count = (int) file.number(wide ? 60 : 48, 2);
        int names = (int) file.number(wide ? 62 : 50, 2);
        if (count == 0 || count > MOST || size != (wide ? 64 : 40) || names >= count) {
            throw new TypeDataException(
                    "File data structure corruption detected: " + count + " section headers of " + size + " bytes");
        }
        long strings = offset(table + (long) names * size);
        for (int each = 0; each < count; each++) {
            long at = table + (long) each * size;
            sections.add(new Section(
                    name(strings + file.number(at, 4)),
                    (int) file.number(at + 4, 4),
                    wide ? file.number(at + 8, 8) : file.number(at + 8, 4),
                    offset(at),
                    wide ? file.number(at + 32, 8) : file.number(at + 20, 4),
                    (int) file.number(at + (wide ? 40 : 24), 4)));
        }
    }

    private long offset(long header) throws IOException {
        return wide ? file.number(header + 24, 8) : file.number(header + 16, 4);
    }

    private String name(long at) throws IOException {
        if (at < 0 || at >= file.size()) {
            return "";
        }
        byte[] bytes = file.bytes(at, Math.min(LONGEST_NAME, file.size() - at));
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    /** Bytes of a pointer in the program. */
    int wordSize() {
        return wide ? Long.BYTES : Integer.BYTES;
    }

    private Optional<Section> named(String name) {
        return sections.stream().filter(section -> section.name().equals(name)).findFirst();
    }

    /** A section's bytes; empty when there is no such section in the file. */
    Optional<byte[]> bytes(String name) throws IOException {
        Optional<Section> found = named(name).filter(section -> section.type() != NO_BITS);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Section section = found.get();
        if ((section.flags() & COMPRESSED) != 0) {
            throw new TypeDataException("its " + name + " is compressed as a section");
        }
        return Optional.of(file.bytes(section.offset(), section.size()));
    }

    /** The strings of the symbol table that a section is linked to; none when it is not. */
    byte[] stringsOf(String name) throws IOException {
        Optional<Section> symbols = named(name).flatMap(this::linked);
        Optional<Section> strings = symbols.flatMap(this::linked);
        return strings.isPresent()
                ? file.bytes(strings.get().offset(), strings.get().size())
                : new byte[0];
    }

    private Optional<Section> linked(Section section) {
        return section.link() > 0 && section.link() < sections.size()
                ? Optional.of(sections.get(section.link()))
                : Optional.empty();
    }
}
