@NullMarked
package dev.xmdb.shell.render;

import org.jspecify.annotations.NullMarked;
