package dev.xmdb.target.guest;

/**
 * A file that was loaded into a guest's kernel: the kernel itself, or a module.
 *
 * @param name its name, as it scopes symbols
 * @param base first byte of its code
 * @param size bytes of its code
 * @param version the version that it was built as; empty when it does not tell
 */
public record GuestObject(String name, long base, long size, String version) {}
