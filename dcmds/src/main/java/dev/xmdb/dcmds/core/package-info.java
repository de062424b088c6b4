/** Module {@code core}: the commands of the language itself, and those that read registers and memory of any target. */
@NullMarked
package dev.xmdb.dcmds.core;

import org.jspecify.annotations.NullMarked;
