/** The module {@code linux}: commands and walkers for Linux guests. */
@NullMarked
package dev.xmdb.dcmds.linux;

import org.jspecify.annotations.NullMarked;
