/** Memory of a Linux kernel: what pages are used for, zones and their free blocks, areas of addresses. */
@NullMarked
package dev.xmdb.dcmds.linux.memory;

import org.jspecify.annotations.NullMarked;
