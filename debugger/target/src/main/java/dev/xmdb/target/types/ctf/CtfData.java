package dev.xmdb.target.types.ctf;

import dev.xmdb.dump.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A container's bytes after its header, decompressed, with its own strings and those of the symbol table that it came with. */
final class CtfData {
    private static final long EXTERNAL = 1L << 31;
    private static final String UNREADABLE = "(?)";
    private static final int MAX_NAME = 1024;
    /** A deflate stream never grows to more than 1032 times its length (RFC 1951 codes 258 bytes in two bits). */
    private static final int MOST_EXPANSION = 1032;

    private final CtfHeader header;
    private final byte[] body;
    private final MemorySegment segment;
    private final byte[] elfStrings;

    private CtfData(CtfHeader header, byte[] body, byte[] elfStrings) {
        this.header = header;
        this.body = body;
        this.segment = MemorySegment.ofArray(body);
        this.elfStrings = elfStrings;
    }

    static CtfData read(byte[] container, byte[] elfStrings) throws CtfException {
        CtfHeader header = CtfHeader.read(container);
        int length = container.length - header.size();
        if (!header.compressed()) {
            if (header.bodySize() > length) {
                throw new CtfException(CtfException.CORRUPT);
            }
            byte[] body = Arrays.copyOfRange(container, header.size(), header.size() + header.bodySize());
            return new CtfData(header, body, elfStrings);
        }
        return new CtfData(header, inflate(container, header), elfStrings);
    }

    /** Decompresses no more than the header promises, and one byte to see that there is no more. */
    private static byte[] inflate(byte[] container, CtfHeader header) throws CtfException {
        int compressed = container.length - header.size();
        if (header.bodySize() / MOST_EXPANSION > compressed) {
            throw new CtfException(CtfException.DECOMPRESSION);
        }
        byte[] body = new byte[header.bodySize() + 1];
        try (var inflater = new Inflater()) {
            inflater.setInput(container, header.size(), compressed);
            int done = 0;
            while (done < body.length && !inflater.finished()) {
                int step = inflater.inflate(body, done, body.length - done);
                if (step == 0 && !inflater.finished()) {
                    break;
                }
                done += step;
            }
            if (done != header.bodySize() || !inflater.finished()) {
                throw new CtfException(CtfException.DECOMPRESSION);
            }
        } catch (DataFormatException damaged) {
            throw new CtfException(CtfException.DECOMPRESSION);
        }
        return Arrays.copyOf(body, header.bodySize());
    }

    CtfHeader header() {
        return header;
    }

    int u16(int offset) {
        return LittleEndian.u16(segment, offset);
    }

    long u32(int offset) {
        return LittleEndian.u32(segment, offset);
    }

    int s32(int offset) {
        return (int) LittleEndian.u32(segment, offset);
    }

    /** The string that a reference names. */
    String string(long reference) {
        boolean external = (reference & EXTERNAL) != 0;
        long offset = reference & (EXTERNAL - 1);
        if (external) {
            return text(elfStrings, offset, elfStrings.length);
        }
        if (offset >= header.stringBytes()) {
            return UNREADABLE;
        }
        return text(body, header.strings() + offset, body.length);
    }

    private static String text(byte[] bytes, long from, int limit) {
        if (from >= limit) {
            return UNREADABLE;
        }
        int start = (int) from;
        int end = start;
        int last = Math.min(limit, start + MAX_NAME);
        while (end < last && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
