/** The address space of a process: its page tables, what is mapped in it, its arguments and environment, and how much of it is in memory. */
@NullMarked
package dev.xmdb.target.guest.linux.space;

import org.jspecify.annotations.NullMarked;
