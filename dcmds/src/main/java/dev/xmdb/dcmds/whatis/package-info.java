/** What the commands that tell what an address belongs to have in common, whatever the guest is. */
@NullMarked
package dev.xmdb.dcmds.whatis;

import org.jspecify.annotations.NullMarked;
