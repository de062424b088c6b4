/**
 * How a Solaris kernel keeps its page tables: a hat for each address space, and in it an htable for each page table, found by level and
 * address. A second way to translate, beside the walk from cr3 that the processor takes.
 */
@NullMarked
package dev.xmdb.target.guest.solaris.hat;

import org.jspecify.annotations.NullMarked;
