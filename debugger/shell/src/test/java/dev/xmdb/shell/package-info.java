@NullMarked
package dev.xmdb.shell;

import org.jspecify.annotations.NullMarked;
