/** From emissions to bytes: mdb's text, or JSON lines. */
@NullMarked
package dev.xmdb.shell.render;

import org.jspecify.annotations.NullMarked;
