/**
 * Linux kernels, read from the image alone: recognised and described by what the kernel keeps of itself in memory, never by the version
 * that it names.
 */
@NullMarked
package dev.xmdb.target.guest.linux;

import org.jspecify.annotations.NullMarked;
