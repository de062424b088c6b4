/** Where each CPU of a Linux kernel has its own instances of per-CPU variables. */
@NullMarked
package dev.xmdb.target.guest.linux.cpu;

import org.jspecify.annotations.NullMarked;
