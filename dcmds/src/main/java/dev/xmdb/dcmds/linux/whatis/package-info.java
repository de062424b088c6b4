/** {@code ::whatis} for Linux guests. */
@NullMarked
package dev.xmdb.dcmds.linux.whatis;

import org.jspecify.annotations.NullMarked;
