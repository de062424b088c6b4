package dev.xmdb.target.guest;

/**
 * A range of a guest kernel's address space that has a use.
 *
 * @param base first byte
 * @param size bytes
 * @param name what it is for; an object's name where it belongs to one
 */
public record GuestMapping(long base, long size, String name) {
    /** Whether an address lies in it. */
    public boolean contains(long address) {
        return Long.compareUnsigned(address - base, size) < 0;
    }
}
