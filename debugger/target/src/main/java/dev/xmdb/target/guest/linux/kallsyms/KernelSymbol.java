package dev.xmdb.target.guest.linux.kallsyms;

/**
 * A symbol that does not come from the kernel's own table.
 *
 * @param name its name
 * @param letter what it is, as {@code nm} says it
 * @param address where it is
 */
public record KernelSymbol(String name, char letter, long address) {}
