package dev.xmdb.target.guest;

/**
 * What the header of the file that a kernel was loaded from says, as far as the running kernel tells it. What is not known is 0.
 *
 * @param entry where the kernel is entered
 * @param type the ELF type of the file (2 for one that is to be run)
 * @param text first byte of the code
 * @param textSize bytes of the code
 * @param data first byte of the data
 * @param dataSize bytes of the data
 */
public record KernelFile(long entry, int type, long text, long textSize, long data, long dataSize) {
    /** Of which nothing is known. */
    public static final KernelFile UNKNOWN = new KernelFile(0, 0, 0, 0, 0, 0);
}
