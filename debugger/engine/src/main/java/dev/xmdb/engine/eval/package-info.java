/** Expressions and variables: syntax trees to unsigned 64-bit values, with every error that mdb checks. */
@NullMarked
package dev.xmdb.engine.eval;

import org.jspecify.annotations.NullMarked;
