/** Tests. */
@NullMarked
package dev.xmdb.dump.xccore;

import org.jspecify.annotations.NullMarked;
