/** The way in: recognises a file by its first bytes, decompresses it when it has to, and hands it to the reader of its container. */
@NullMarked
package dev.xmdb.dump.open;

import org.jspecify.annotations.NullMarked;
