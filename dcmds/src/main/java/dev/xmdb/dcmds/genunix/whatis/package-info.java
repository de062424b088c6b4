/** {@code ::whatis}: its options and the wording of its answers. */
@NullMarked
package dev.xmdb.dcmds.genunix.whatis;

import org.jspecify.annotations.NullMarked;
