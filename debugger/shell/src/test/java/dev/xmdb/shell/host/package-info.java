@NullMarked
package dev.xmdb.shell.host;

import org.jspecify.annotations.NullMarked;
