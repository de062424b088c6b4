/** Code that a Linux kernel made while it ran, and that none of its symbol tables knows: compiled BPF programs, trampolines of ftrace. */
@NullMarked
package dev.xmdb.target.guest.linux.generated;

import org.jspecify.annotations.NullMarked;
