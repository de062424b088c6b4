/** Where the image of a Linux kernel is mapped. */
@NullMarked
package dev.xmdb.target.guest.linux.image;

import org.jspecify.annotations.NullMarked;
