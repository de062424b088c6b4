/**
 * Interrupts of a Linux guest: its descriptors of interrupt numbers, the event channels of Xen that they are bound to, what state those
 * are in, and the gates through which a CPU enters the kernel.
 */
@NullMarked
package dev.xmdb.target.guest.linux.irq;

import org.jspecify.annotations.NullMarked;
