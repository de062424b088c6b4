/**
 * The ELF dump-core container of Xen 3.1 and later: an ELF core file without program headers, whose sections hold notes, vCPU
 * contexts, pages and the list of frames. Names, not order or number, identify the sections.
 */
@NullMarked
package dev.xmdb.dump.elf;

import org.jspecify.annotations.NullMarked;
