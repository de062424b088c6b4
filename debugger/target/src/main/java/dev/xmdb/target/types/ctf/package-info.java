/**
 * Reads CTF, the compact C type format of Solaris kernels, versions 1 and 2: one container per module, most of which refer to the types
 * of a parent. Every count, offset and number in it is checked before it is used.
 */
@NullMarked
package dev.xmdb.target.types.ctf;

import org.jspecify.annotations.NullMarked;
