/** The format verbs: memory, or a value, laid out by format characters; search; and the refusal to write. */
@NullMarked
package dev.xmdb.engine.format;

import org.jspecify.annotations.NullMarked;
