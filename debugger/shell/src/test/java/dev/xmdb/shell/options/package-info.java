@NullMarked
package dev.xmdb.shell.options;

import org.jspecify.annotations.NullMarked;
