package dev.xmdb.dump;

import java.io.IOException;
import java.util.Locale;

/** A file that cannot be opened as a domain image: what is wrong, and where in the file. */
public final class DumpFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long fileOffset;

    /**
     * Names what is wrong with the file as a whole.
     *
     * @param message a sentence without the file's name
     */
    public DumpFormatException(String message) {
        super(message);
        this.fileOffset = -1;
    }

    /**
     * Names what is wrong and where.
     *
     * @param message a sentence without the file's name
     * @param fileOffset byte offset in the file at which it was found
     */
    public DumpFormatException(String message, long fileOffset) {
        super(String.format(Locale.ROOT, "%s (at file offset 0x%x)", message, fileOffset));
        this.fileOffset = fileOffset;
    }

    /** Byte offset in the file, or -1 when the fault has no one place. */
    public long fileOffset() {
        return fileOffset;
    }
}
