package dev.xmdb.dump.elf;

import dev.xmdb.dump.ImageNote;
import dev.xmdb.dump.XenVersion;
import dev.xmdb.dump.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code .note.Xen} says. A note that is cut short ends the list; what came before it counts.
 *
 * @param notes every note
 * @param header the HEADER note, when there is one
 * @param version the XEN_VERSION note, when there is one
 * @param losses what could not be read, one sentence each
 */
record XenNotes(
        List<ImageNote> notes,
        @Nullable Header header,
        @Nullable XenVersion version,
        List<String> losses) {
    private static final int MAX_NOTES = 1024;
    private static final int MAX_NAME = 16;
    private static final int SHOWN_BYTES = 16;

    /**
     * The HEADER note: unsigned 64-bit numbers as the file has them.
     *
     * @param magic which kind of domain
     * @param vcpus contexts in the file
     * @param pages slots in the file
     * @param pageSize bytes of a page
     */
    record Header(long magic, long vcpus, long pages, long pageSize) {}

    /**
     * Reads the notes.
     *
     * @param section the bytes of the section that the file has
     * @param offset file offset of the section
     * @param machine {@code e_machine}, which together with the magic tells how wide {@code virt_start} is
     */
    static XenNotes parse(MemorySegment section, long offset, int machine) {
        List<ImageNote> notes = new ArrayList<>();
        List<String> losses = new ArrayList<>();
        Header header = null;
        XenVersion version = null;
        long position = 0;
        while (section.byteSize() - position >= NoteFormat.HEADER_SIZE && notes.size() < MAX_NOTES) {
            long nameSize = LittleEndian.u32(section, position + NoteFormat.NAME_SIZE);
            long size = LittleEndian.u32(section, position + NoteFormat.DESCRIPTOR_SIZE);
            long type = LittleEndian.u32(section, position + NoteFormat.TYPE);
            long descriptor = position + NoteFormat.HEADER_SIZE + NoteFormat.aligned(nameSize);
            if (nameSize > MAX_NAME || descriptor > section.byteSize() || size > section.byteSize() - descriptor) {
                losses.add(String.format(
                        Locale.ROOT,
                        "the note at file offset 0x%x is cut short or damaged (name of %d bytes, descriptor of %d)",
                        offset + position,
                        nameSize,
                        size));
                break;
            }
            String name = LittleEndian.text(section, position + NoteFormat.HEADER_SIZE, (int) nameSize);
            MemorySegment body = section.asSlice(descriptor, size);
            boolean known = name.equals(NoteFormat.OWNER);
            if (known && type == NoteFormat.HEADER && size >= NoteFormat.HEADER_BYTES && header == null) {
                header = header(body);
            } else if (known && type == NoteFormat.XEN_VERSION && version == null) {
                boolean narrow = size < NoteFormat.VERSION_BYTES
                        || (machine == ElfLayout.MACHINE_386
                                && (header == null || header.magic() != NoteFormat.MAGIC_HVM));
                version = version(body, narrow);
            }
            notes.add(new ImageNote(
                    name,
                    type,
                    known ? NoteFormat.typeName(type) : "?",
                    offset + position,
                    size,
                    summary(known ? type : -1, body)));
            position = descriptor + NoteFormat.aligned(size);
        }
        return new XenNotes(List.copyOf(notes), header, version, List.copyOf(losses));
    }

    private static Header header(MemorySegment body) {
        return new Header(
                LittleEndian.u64(body, NoteFormat.HEADER_MAGIC),
                LittleEndian.u64(body, NoteFormat.HEADER_VCPUS),
                LittleEndian.u64(body, NoteFormat.HEADER_PAGES),
                LittleEndian.u64(body, NoteFormat.HEADER_PAGE_SIZE));
    }

    private static XenVersion version(MemorySegment body, boolean narrow) {
        return new XenVersion(
                number(body, NoteFormat.VERSION_MAJOR, Long.BYTES),
                number(body, NoteFormat.VERSION_MINOR, Long.BYTES),
                text(body, NoteFormat.VERSION_EXTRA, NoteFormat.VERSION_EXTRA_SIZE),
                text(body, NoteFormat.VERSION_COMPILER, NoteFormat.VERSION_COMPILER_SIZE),
                text(body, NoteFormat.VERSION_COMPILED_BY, NoteFormat.VERSION_COMPILED_BY_SIZE),
                text(body, NoteFormat.VERSION_COMPILE_DOMAIN, NoteFormat.VERSION_COMPILE_DOMAIN_SIZE),
                text(body, NoteFormat.VERSION_COMPILE_DATE, NoteFormat.VERSION_COMPILE_DATE_SIZE),
                text(body, NoteFormat.VERSION_CAPABILITIES, NoteFormat.VERSION_CAPABILITIES_SIZE),
                text(body, NoteFormat.VERSION_CHANGESET, NoteFormat.VERSION_CHANGESET_SIZE),
                number(body, NoteFormat.VERSION_VIRT_START, narrow ? Integer.BYTES : Long.BYTES),
                number(
                        body,
                        narrow ? NoteFormat.VERSION_PAGE_SIZE_NARROW : NoteFormat.VERSION_PAGE_SIZE_WIDE,
                        Long.BYTES));
    }

    private static long number(MemorySegment body, int offset, int size) {
        return offset + size <= body.byteSize() ? LittleEndian.unsigned(body, offset, size) : 0;
    }

    private static String text(MemorySegment body, int offset, int size) {
        int available = Math.clamp(body.byteSize() - offset, 0, size);
        return available == 0 ? "" : LittleEndian.text(body, offset, available);
    }

    private static String summary(long type, MemorySegment body) {
        if (type == NoteFormat.NONE) {
            return "marker";
        } else if (type == NoteFormat.HEADER && body.byteSize() >= NoteFormat.HEADER_BYTES) {
            Header header = header(body);
            return String.format(
                    Locale.ROOT,
                    "magic 0x%x, vCPUs %s, pages %s, page size %s",
                    header.magic(),
                    Long.toUnsignedString(header.vcpus()),
                    Long.toUnsignedString(header.pages()),
                    Long.toUnsignedString(header.pageSize()));
        } else if (type == NoteFormat.XEN_VERSION) {
            XenVersion version = version(body, false);
            return "Xen " + Long.toUnsignedString(version.major()) + "." + Long.toUnsignedString(version.minor())
                    + version.extra();
        } else if (type == NoteFormat.FORMAT_VERSION && body.byteSize() >= NoteFormat.FORMAT_VERSION_BYTES) {
            long version = LittleEndian.u64(body, 0);
            return (version >>> Integer.SIZE) + "." + (version & 0xffff_ffffL);
        }
        byte[] shown = body.asSlice(0, Math.min(SHOWN_BYTES, body.byteSize())).toArray(ValueLayout.JAVA_BYTE);
        return HexFormat.ofDelimiter(" ").formatHex(shown);
    }
}
