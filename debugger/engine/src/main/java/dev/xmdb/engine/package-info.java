/** What a dcmd or walker sees: its declaration, its invocation, the session it runs in. */
@NullMarked
package dev.xmdb.engine;

import org.jspecify.annotations.NullMarked;
