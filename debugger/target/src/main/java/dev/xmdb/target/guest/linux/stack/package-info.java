/**
 * Stacks of a Linux kernel, followed by ORC: tables that say for every instruction where the caller's stack pointer and return address
 * are, so that interrupts, stack switches and code without frame pointers unwind alike.
 */
@NullMarked
package dev.xmdb.target.guest.linux.stack;

import org.jspecify.annotations.NullMarked;
