/** The CPUs of a Linux kernel: what each of them runs, and which vCPU it was. */
@NullMarked
package dev.xmdb.target.guest.linux.processor;

import org.jspecify.annotations.NullMarked;
