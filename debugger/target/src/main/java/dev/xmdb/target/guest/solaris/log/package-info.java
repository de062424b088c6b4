/** The messages that a Solaris kernel logged last. */
@NullMarked
package dev.xmdb.target.guest.solaris.log;

import org.jspecify.annotations.NullMarked;
