package dev.xmdb.target.guest.linux.generated;

/**
 * A piece of code that was made while the kernel ran.
 *
 * @param owner what made it, as the kernel names it where a module would stand: {@code bpf}, {@code __builtin__ftrace}
 * @param name its name; may hold anything
 * @param start its first byte
 * @param end the address after its last byte
 */
public record GeneratedFunction(String owner, String name, long start, long end) {
    boolean contains(long address) {
        return Long.compareUnsigned(address - start, end - start) < 0;
    }
}
