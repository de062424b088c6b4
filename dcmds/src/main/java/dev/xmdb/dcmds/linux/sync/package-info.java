/** Commands about locks and waits of a Linux guest. */
@NullMarked
package dev.xmdb.dcmds.linux.sync;

import org.jspecify.annotations.NullMarked;
