/** What a Solaris kernel will do at a time: callouts in their tables, and each CPU's cyclics. */
@NullMarked
package dev.xmdb.target.guest.solaris.timer;

import org.jspecify.annotations.NullMarked;
