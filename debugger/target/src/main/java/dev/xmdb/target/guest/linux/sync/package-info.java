/**
 * Who waits for what: locks with their owners and waiters, wait queues, completions, futexes and timers of sleeping tasks. The kernel
 * keeps no list of its locks; what a task waits for is found by the record that it left on its own stack, and by which function it sleeps in.
 */
@NullMarked
package dev.xmdb.target.guest.linux.sync;

import org.jspecify.annotations.NullMarked;
