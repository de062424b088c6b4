/** Tests. */
@NullMarked
package dev.xmdb.dump.frames;

import org.jspecify.annotations.NullMarked;
