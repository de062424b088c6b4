package dev.xmdb.target.types.ctf;

import dev.xmdb.dump.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;

/**
 * The header of a container (sys/ctf.h). Offsets are bytes from the header's end, in the data as it is after decompression.
 *
 * @param version 1 or 2
 * @param size bytes of the header itself
 * @param compressed whether one zlib stream follows
 * @param parentLabel string reference of the parent's label
 * @param parentName string reference of the parent's name; 0 when there is no parent
 * @param labels offset of the labels
 * @param objects offset of the types of variables
 * @param functions offset of the types of functions
 * @param types offset of the types
 * @param strings offset of the strings
 * @param stringBytes how long they are
 */
record CtfHeader(
        int version,
        int size,
        boolean compressed,
        long parentLabel,
        long parentName,
        int labels,
        int objects,
        int functions,
        int types,
        int strings,
        int stringBytes) {
    /** Longest container that is believed; a kernel's own is below 2 MiB. */
    static final int MAX_BODY = 16 << 20;

    private static final int MAGIC = 0xcff1;
    private static final int PREAMBLE = 4;
    private static final int VERSION = 2;
    private static final int FLAGS = 3;
    private static final int COMPRESS = 1;
    private static final int SIZE_1 = 24;
    private static final int SIZE_2 = 36;
    private static final int PARENT_LABEL = 4;
    private static final int PARENT_NAME = 8;
    private static final int LABELS = 12;
    /** The offsets from the object section on follow each other in both versions; only their place differs. */
    private static final int OBJECTS_1 = 4;

    private static final int OBJECTS_2 = 16;

    static CtfHeader read(byte[] bytes) throws CtfException {
        MemorySegment data = MemorySegment.ofArray(bytes);
        if (bytes.length < PREAMBLE || LittleEndian.u16(data, 0) != MAGIC) {
            throw new CtfException(CtfException.NO_CTF);
        }
        int version = bytes[VERSION];
        if (version < 1 || version > 2) {
            throw new CtfException(CtfException.TOO_NEW);
        }
        int size = version == 1 ? SIZE_1 : SIZE_2;
        if (bytes.length < size) {
            throw new CtfException(CtfException.CORRUPT);
        }
        int objects = version == 1 ? OBJECTS_1 : OBJECTS_2;
        boolean two = version == 2;
        long[] word = new long[5];
        for (int i = 0; i < word.length; i++) {
            word[i] = LittleEndian.u32(data, objects + (long) i * Integer.BYTES);
        }
        long labels = two ? LittleEndian.u32(data, LABELS) : 0;
        long end = word[3] + word[4];
        boolean ordered = labels <= word[0] && word[0] <= word[1] && word[1] <= word[2] && word[2] <= word[3];
        boolean aligned = labels % 4 == 0 && word[0] % 2 == 0 && word[1] % 2 == 0 && word[2] % 4 == 0;
        if (!ordered || !aligned || end > MAX_BODY) {
            throw new CtfException(CtfException.CORRUPT);
        }
        return new CtfHeader(
                version,
                size,
                (bytes[FLAGS] & COMPRESS) != 0,
                two ? LittleEndian.u32(data, PARENT_LABEL) : 0,
                two ? LittleEndian.u32(data, PARENT_NAME) : 0,
                (int) labels,
                (int) word[0],
                (int) word[1],
                (int) word[2],
                (int) word[3],
                (int) word[4]);
    }

    /** Bytes after the header, once decompressed. */
    int bodySize() {
        return strings + stringBytes;
    }
}
