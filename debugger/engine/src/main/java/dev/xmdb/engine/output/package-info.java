/** What commands emit: typed rows that renderers turn into text, JSON or HTML. */
@NullMarked
package dev.xmdb.engine.output;

import org.jspecify.annotations.NullMarked;
