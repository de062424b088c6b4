/** Names that somebody may type: which there are, which begin as a text does, and which are near to one that does not exist. */
@NullMarked
package dev.xmdb.engine.names;

import org.jspecify.annotations.NullMarked;
