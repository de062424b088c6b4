/** Which operating system runs in the domain, and what is known because of that. */
@NullMarked
package dev.xmdb.target.guest;

import org.jspecify.annotations.NullMarked;
