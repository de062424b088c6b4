/** Tests. */
@NullMarked
package dev.xmdb.dump.open;

import org.jspecify.annotations.NullMarked;
