/** What a Linux kernel logged. */
@NullMarked
package dev.xmdb.target.guest.linux.log;

import org.jspecify.annotations.NullMarked;
