/** Page tables: paging modes, entries, and walks as values that can be shown step by step. */
@NullMarked
package dev.xmdb.target.paging;

import org.jspecify.annotations.NullMarked;
