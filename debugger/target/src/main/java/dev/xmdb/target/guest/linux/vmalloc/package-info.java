/** The areas of a Linux kernel's address space that are mapped page by page: vmalloc(), vmap(), ioremap(), stacks, modules. */
@NullMarked
package dev.xmdb.target.guest.linux.vmalloc;

import org.jspecify.annotations.NullMarked;
