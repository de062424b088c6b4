/** The container of {@code xm dump-core} up to Xen 3.0.4 (xc_core): a 24-byte header, contexts, an index of machine frames, pages. */
@NullMarked
package dev.xmdb.dump.xccore;

import org.jspecify.annotations.NullMarked;
