package dev.xmdb.target.guest.linux.file;

/** What a file is, by the type in its inode's mode. */
public enum FileKind {
    /** A named or nameless pipe. */
    FIFO(0x1000),
    /** A character device. */
    CHR(0x2000),
    /** A directory. */
    DIR(0x4000),
    /** A block device. */
    BLK(0x6000),
    /** A regular file. */
    REG(0x8000),
    /** A symbolic link. */
    LNK(0xa000),
    /** A socket. */
    SOCK(0xc000),
    /** None of these: most files of the kernel's own without a name, such as an eventfd. */
    ANON(0);

    private static final long MASK = 0xf000;

    private final int bits;

    FileKind(int bits) {
        this.bits = bits;
    }

    /** The kind that a mode tells. */
    public static FileKind of(long mode) {
        for (FileKind kind : values()) {
            if (kind.bits == (mode & MASK)) {
                return kind;
            }
        }
        return ANON;
    }
}
