/** Variables of a Linux kernel by their names, and what is needed to read them. */
@NullMarked
package dev.xmdb.target.guest.linux.variable;

import org.jspecify.annotations.NullMarked;
