/** Task queues of a Solaris kernel: what is queued and which threads serve it. */
@NullMarked
package dev.xmdb.target.guest.solaris.taskq;

import org.jspecify.annotations.NullMarked;
