/** What any guest shares with Xen and with other domains: the start_info page, the rings of the store and of the console. */
@NullMarked
package dev.xmdb.target.xen;

import org.jspecify.annotations.NullMarked;
