/**
 * The interactive half of the program: line editing, completion, highlighting, paging. Everything that knows the terminal library
 * is in here, and nothing here is loaded in batch use.
 */
@NullMarked
package dev.xmdb.shell.terminal;

import org.jspecify.annotations.NullMarked;
