/** The kernel's time and its timers: those of the timer wheels, counted in jiffies, and the high-resolution ones. */
@NullMarked
package dev.xmdb.target.guest.linux.timer;

import org.jspecify.annotations.NullMarked;
