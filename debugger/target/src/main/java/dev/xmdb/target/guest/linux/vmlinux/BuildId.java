package dev.xmdb.target.guest.linux.vmlinux;

import dev.xmdb.dump.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The number by which one build of a program is told from another: a note that the linker leaves in both file and memory. */
public final class BuildId {
    private static final int HEADER = 12;
    private static final int TYPE = 8;
    private static final int BUILD_ID = 3;
    /** {@code GNU} and a zero. */
    private static final long OWNER = 0x0055_4e47L;

    private static final int LONGEST = 64;

    private BuildId() {}

    /**
     * The build ID among notes, in hexadecimal digits; empty when there is none.
     *
     * @param notes notes one after the other, each part on a boundary of four bytes
     */
    public static Optional<String> of(byte[] notes) {
        MemorySegment bytes = MemorySegment.ofArray(notes);
        long at = 0;
        while (at + HEADER <= notes.length) {
            long name = at + HEADER;
            long content = name + aligned(LittleEndian.u32(bytes, at));
            long size = LittleEndian.u32(bytes, at + Integer.BYTES);
            if (content + size > notes.length) {
                return Optional.empty();
            }
            if (LittleEndian.u32(bytes, at + TYPE) == BUILD_ID
                    && content - name == Integer.BYTES
                    && LittleEndian.u32(bytes, name) == OWNER
                    && size > 0
                    && size <= LONGEST) {
                return Optional.of(
                        HexFormat.of().formatHex(Arrays.copyOfRange(notes, (int) content, (int) (content + size))));
            }
            at = content + aligned(size);
        }
        return Optional.empty();
    }

    private static long aligned(long size) {
        return (size + 3) & -4;
    }
}
