/** Where commands come from and where a copy of them goes: macro files, logs, files that are shown. */
@NullMarked
package dev.xmdb.dcmds.core.input;

import org.jspecify.annotations.NullMarked;
