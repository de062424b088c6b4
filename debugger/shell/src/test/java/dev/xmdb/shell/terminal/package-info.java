@NullMarked
package dev.xmdb.shell.terminal;

import org.jspecify.annotations.NullMarked;
