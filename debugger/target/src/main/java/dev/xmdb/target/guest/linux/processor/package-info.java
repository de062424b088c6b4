/**
 * The CPUs of a Linux kernel as somebody asks for them: what each of them runs, and which vCPU it was. Where a CPU's own variables lie
 * is {@code guest.linux.cpu}, on which this stands.
 */
@NullMarked
package dev.xmdb.target.guest.linux.processor;

import org.jspecify.annotations.NullMarked;
