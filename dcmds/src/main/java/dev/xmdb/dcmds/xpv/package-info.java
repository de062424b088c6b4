/** Module {@code xpv}: what Xen knows of the domain: its vCPUs, its frames, and what the image says of both. */
@NullMarked
package dev.xmdb.dcmds.xpv;

import org.jspecify.annotations.NullMarked;
