package dev.xmdb.dump.elf;

import org.jspecify.annotations.Nullable;

/**
 * One section header.
 *
 * @param index place in the table
 * @param name its name; null when the file has lost it
 * @param type {@code sh_type}
 * @param offset {@code sh_offset}; negative when it does not fit 63 bits
 * @param size {@code sh_size}; negative when it does not fit 63 bits
 * @param alignment {@code sh_addralign}
 * @param entrySize {@code sh_entsize}
 */
record ElfSection(
        int index, @Nullable String name, long type, long offset, long size, long alignment, long entrySize) {}
