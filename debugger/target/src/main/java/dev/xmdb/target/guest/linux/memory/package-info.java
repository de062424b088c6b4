/** How a Linux kernel lays out its memory: where its image is mapped, and what lies where in it. */
@NullMarked
package dev.xmdb.target.guest.linux.memory;

import org.jspecify.annotations.NullMarked;
