/**
 * Where each CPU of a Linux kernel has its own instances of per-CPU variables: the ground on which everything that is kept a CPU stands.
 * What a CPU is and runs is {@code guest.linux.processor}, which stands on this.
 */
@NullMarked
package dev.xmdb.target.guest.linux.cpu;

import org.jspecify.annotations.NullMarked;
