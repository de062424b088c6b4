/** The modules that a Linux kernel has loaded: where each lies, its symbols, its types. */
@NullMarked
package dev.xmdb.target.guest.linux.module;

import org.jspecify.annotations.NullMarked;
