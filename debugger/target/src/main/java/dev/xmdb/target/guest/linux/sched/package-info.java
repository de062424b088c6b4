/** The scheduler of a Linux kernel: what waits on each CPU's run queue, and in which order. */
@NullMarked
package dev.xmdb.target.guest.linux.sched;

import org.jspecify.annotations.NullMarked;
