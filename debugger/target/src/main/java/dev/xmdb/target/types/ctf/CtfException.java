package dev.xmdb.target.types.ctf;

/** Bytes that are no usable CTF: the reason, in the words that users of CTF know. Carries no stack trace. */
public final class CtfException extends Exception {
    private static final long serialVersionUID = 1L;

    static final String NO_CTF = "Buffer does not contain CTF data";
    static final String TOO_NEW = "File uses more recent CTF version than libctf";
    static final String CORRUPT = "File data structure corruption detected";
    static final String DECOMPRESSION = "Failed to decompress CTF data";

    /** A failure that is one sentence. */
    public CtfException(String message) {
        super(message, null, false, false);
    }
}
