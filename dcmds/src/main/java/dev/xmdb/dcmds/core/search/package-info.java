/** Commands that search memory: {@code ::search} and {@code ::kgrep}. */
@NullMarked
package dev.xmdb.dcmds.core.search;

import org.jspecify.annotations.NullMarked;
