/** The processes of a Solaris kernel: their structures and their tree. */
@NullMarked
package dev.xmdb.target.guest.solaris.process;

import org.jspecify.annotations.NullMarked;
