/** What the program meets around itself: its streams, the user's files, the shell behind {@code !}, messages and progress. */
@NullMarked
package dev.xmdb.shell.host;

import org.jspecify.annotations.NullMarked;
