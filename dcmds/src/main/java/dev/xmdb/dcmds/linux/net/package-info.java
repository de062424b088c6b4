/** Commands about the network of a Linux guest. */
@NullMarked
package dev.xmdb.dcmds.linux.net;

import org.jspecify.annotations.NullMarked;
