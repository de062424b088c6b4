/**
 * What a Linux kernel writes down of every page frame: the array of {@code struct page}, what each page is used for, and the zones and
 * lists of free pages. Layouts come from the kernel's VMCOREINFO and BTF; nothing here needs both.
 */
@NullMarked
package dev.xmdb.target.guest.linux.page;

import org.jspecify.annotations.NullMarked;
