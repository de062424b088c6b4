/** How a Linux kernel lays out its memory: what lies where in its half of the address space. */
@NullMarked
package dev.xmdb.target.guest.linux.memory;

import org.jspecify.annotations.NullMarked;
