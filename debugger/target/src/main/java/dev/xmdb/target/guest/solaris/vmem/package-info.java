/**
 * The kernel's arenas of address ranges and numbers (vmem), and the segments they are cut into. {@link
 * dev.xmdb.target.guest.solaris.vmem.Vmem} is where to begin.
 */
@NullMarked
package dev.xmdb.target.guest.solaris.vmem;

import org.jspecify.annotations.NullMarked;
