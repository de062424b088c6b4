/** Files of a Linux kernel: what a directory entry is called from the root on, and what files a task has open. */
@NullMarked
package dev.xmdb.target.guest.linux.file;

import org.jspecify.annotations.NullMarked;
