/** Commands about a Linux kernel as a whole. */
@NullMarked
package dev.xmdb.dcmds.linux.system;

import org.jspecify.annotations.NullMarked;
