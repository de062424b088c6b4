/** Module {@code unix}: virtual addresses to frames, page-table entries, guest frames and machine frames. */
@NullMarked
package dev.xmdb.dcmds.unix;

import org.jspecify.annotations.NullMarked;
