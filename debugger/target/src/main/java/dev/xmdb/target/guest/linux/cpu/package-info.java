/** The CPUs of a Linux kernel, and the variables that each of them has for itself. */
@NullMarked
package dev.xmdb.target.guest.linux.cpu;

import org.jspecify.annotations.NullMarked;
