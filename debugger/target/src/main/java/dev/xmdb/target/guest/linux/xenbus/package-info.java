/** Devices that other domains serve to a Linux guest, or it to them, and the consoles among them. */
@NullMarked
package dev.xmdb.target.guest.linux.xenbus;

import org.jspecify.annotations.NullMarked;
