/** The stacks of a Linux kernel's tasks, of those that run too, and which of them are alike. */
@NullMarked
package dev.xmdb.target.guest.linux.thread;

import org.jspecify.annotations.NullMarked;
