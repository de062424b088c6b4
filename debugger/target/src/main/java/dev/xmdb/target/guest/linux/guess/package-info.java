/** What is known of Linux kernels in general, for those that do not tell it themselves. Whatever comes from here is checked first and said to be a guess. */
@NullMarked
package dev.xmdb.target.guest.linux.guess;

import org.jspecify.annotations.NullMarked;
