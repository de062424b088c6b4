/** The threads of a Solaris kernel: their structures, their lists, and their stacks. */
@NullMarked
package dev.xmdb.target.guest.solaris.thread;

import org.jspecify.annotations.NullMarked;
