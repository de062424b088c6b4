/** Memory that a Linux guest lets other domains use: its grant table. */
@NullMarked
package dev.xmdb.target.guest.linux.grant;

import org.jspecify.annotations.NullMarked;
