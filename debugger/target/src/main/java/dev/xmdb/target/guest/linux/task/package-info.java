/** The tasks of a Linux kernel: processes, their threads, the kernel's own, and which of them the CPUs run. */
@NullMarked
package dev.xmdb.target.guest.linux.task;

import org.jspecify.annotations.NullMarked;
