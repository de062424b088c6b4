/** The command line of the program: its options as a value, and their parser. */
@NullMarked
package dev.xmdb.shell.options;

import org.jspecify.annotations.NullMarked;
