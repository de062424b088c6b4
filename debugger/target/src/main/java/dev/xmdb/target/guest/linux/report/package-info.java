/** What a Linux kernel tells of itself: what it is, how it is, why it panicked, and what can be done with what is left of it. */
@NullMarked
package dev.xmdb.target.guest.linux.report;

import org.jspecify.annotations.NullMarked;
