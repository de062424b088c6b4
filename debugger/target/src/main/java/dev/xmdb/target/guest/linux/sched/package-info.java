/** What the kernel's CPUs run and what waits for them: run queues with the tasks of every scheduling class. */
@NullMarked
package dev.xmdb.target.guest.linux.sched;

import org.jspecify.annotations.NullMarked;
