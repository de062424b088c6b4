package dev.xmdb.dump.elf;

import dev.xmdb.dump.XenVersion;
import dev.xmdb.dump.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;

/** The descriptor of a XEN_VERSION note, as 64-bit tools write it. */
final class XenVersionNote {
    private XenVersionNote() {}

    /**
     * Makes the descriptor.
     *
     * @param narrow whether the domain is a 32-bit PV one, for which the tools cut {@code virt_start} to 32 bits
     */
    static byte[] descriptor(XenVersion version, boolean narrow) {
        byte[] bytes = new byte[NoteFormat.VERSION_BYTES];
        MemorySegment body = MemorySegment.ofArray(bytes);
        LittleEndian.put(body, NoteFormat.VERSION_MAJOR, Long.BYTES, version.major());
        LittleEndian.put(body, NoteFormat.VERSION_MINOR, Long.BYTES, version.minor());
        LittleEndian.putText(body, NoteFormat.VERSION_EXTRA, NoteFormat.VERSION_EXTRA_SIZE, version.extra());
        LittleEndian.putText(body, NoteFormat.VERSION_COMPILER, NoteFormat.VERSION_COMPILER_SIZE, version.compiler());
        LittleEndian.putText(
                body, NoteFormat.VERSION_COMPILED_BY, NoteFormat.VERSION_COMPILED_BY_SIZE, version.compiledBy());
        LittleEndian.putText(
                body,
                NoteFormat.VERSION_COMPILE_DOMAIN,
                NoteFormat.VERSION_COMPILE_DOMAIN_SIZE,
                version.compileDomain());
        LittleEndian.putText(
                body, NoteFormat.VERSION_COMPILE_DATE, NoteFormat.VERSION_COMPILE_DATE_SIZE, version.compileDate());
        LittleEndian.putText(
                body, NoteFormat.VERSION_CAPABILITIES, NoteFormat.VERSION_CAPABILITIES_SIZE, version.capabilities());
        LittleEndian.putText(
                body, NoteFormat.VERSION_CHANGESET, NoteFormat.VERSION_CHANGESET_SIZE, version.changeset());
        LittleEndian.put(body, NoteFormat.VERSION_VIRT_START, narrow ? Integer.BYTES : Long.BYTES, version.virtStart());
        LittleEndian.put(
                body,
                narrow ? NoteFormat.VERSION_PAGE_SIZE_NARROW : NoteFormat.VERSION_PAGE_SIZE_WIDE,
                Long.BYTES,
                version.pageSize());
        return bytes;
    }
}
