/** What a Solaris kernel wrote down when it panicked: the message, the CPU and thread, the registers. */
@NullMarked
package dev.xmdb.target.guest.solaris.panic;

import org.jspecify.annotations.NullMarked;
