/** The CPUs of a Solaris kernel: their structures, their dispatch queues, and which thread each runs. */
@NullMarked
package dev.xmdb.target.guest.solaris.cpu;

import org.jspecify.annotations.NullMarked;
