/** Tests. */
@NullMarked
package dev.xmdb.dump.elf;

import org.jspecify.annotations.NullMarked;
