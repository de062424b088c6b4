/** A kernel's own ELF file, of which the symbols are taken where the image has lost the kernel's table of them. */
@NullMarked
package dev.xmdb.target.guest.linux.vmlinux;

import org.jspecify.annotations.NullMarked;
