package dev.xmdb.dump.elf;

import dev.xmdb.dump.bytes.LittleEndian;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Makes ELF notes. */
final class NoteBytes {
    private NoteBytes() {}

    /** A note of the owner {@code Xen}. */
    static byte[] of(long type, byte[] descriptor) {
        int nameSize = NoteFormat.OWNER.length() + 1;
        int start = NoteFormat.HEADER_SIZE + (int) NoteFormat.aligned(nameSize);
        byte[] bytes = new byte[start + (int) NoteFormat.aligned(descriptor.length)];
        MemorySegment note = MemorySegment.ofArray(bytes);
        LittleEndian.put(note, NoteFormat.NAME_SIZE, Integer.BYTES, nameSize);
        LittleEndian.put(note, NoteFormat.DESCRIPTOR_SIZE, Integer.BYTES, descriptor.length);
        LittleEndian.put(note, NoteFormat.TYPE, Integer.BYTES, type);
        LittleEndian.putText(note, NoteFormat.HEADER_SIZE, nameSize, NoteFormat.OWNER);
        MemorySegment.copy(descriptor, 0, note, ValueLayout.JAVA_BYTE, start, descriptor.length);
        return bytes;
    }

    /** Notes one after another. */
    static byte[] join(byte[]... notes) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] note : notes) {
            joined.writeBytes(note);
        }
        return joined.toByteArray();
    }
}
