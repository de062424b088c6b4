/**
 * The symbol table that a Linux kernel carries in its read-only data for its own messages: found by structure, decoded as it lies,
 * proved by what the symbols lead to.
 */
@NullMarked
package dev.xmdb.target.guest.linux.kallsyms;

import org.jspecify.annotations.NullMarked;
