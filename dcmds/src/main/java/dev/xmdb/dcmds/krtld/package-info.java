/** The module {@code krtld}: the kernel's modules as its linker knows them. */
@NullMarked
package dev.xmdb.dcmds.krtld;

import org.jspecify.annotations.NullMarked;
