/** Address to name and name to address. */
@NullMarked
package dev.xmdb.target.symbols;

import org.jspecify.annotations.NullMarked;
