package dev.xmdb.target.guest.solaris;

import dev.xmdb.target.symbols.ElfSymbols;
import java.util.Optional;

/**
 * A module of the kernel.
 *
 * @param modctl address of its {@code struct modctl}
 * @param id its number
 * @param name its name, for example {@code genunix}
 * @param fileName the path it was loaded from
 * @param module address of its {@code struct module}; 0 when it is not loaded
 * @param flags KOBJ_* flags
 * @param text its code
 * @param data its data
 * @param bss its data that begins as zeros
 * @param ctf its type data as it was loaded
 * @param table its own symbols; empty when it has none, or keeps them from debuggers
 * @param strings the symbols' names
 */
public record SolarisModule(
        long modctl,
        int id,
        String name,
        String fileName,
        long module,
        int flags,
        Extent text,
        Extent data,
        Extent bss,
        Extent ctf,
        Optional<ElfSymbols> table,
        Strings strings) {
    /** KOBJ_NOKSYMS: the module's symbols are not meant for debuggers. */
    public static final int NO_SYMBOLS = 0x800;

    /**
     * Some bytes of the kernel's memory.
     *
     * @param address the first one
     * @param size how many
     */
    public record Extent(long address, long size) {
        /** No bytes. */
        public static final Extent NONE = new Extent(0, 0);

        /** Whether it holds an address. */
        public boolean contains(long other) {
            return Long.compareUnsigned(other - address, size) < 0;
        }

        /** Whether it holds all of another extent. */
        boolean contains(Extent other) {
            return contains(other.address) && Long.compareUnsigned(other.size, size - (other.address - address)) <= 0;
        }
    }

    /** A copy of a string table. */
    public static final class Strings {
        /** No strings. */
        public static final Strings NONE = new Strings(new byte[0]);

        private final byte[] bytes;

        Strings(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** Whether its code, its data or its bss holds an address. */
    public boolean contains(long address) {
        return text.contains(address) || data.contains(address) || bss.contains(address);
    }
}
