/**
 * Synchronisation in a Solaris kernel: mutexes and readers-writer locks, the turnstiles and sleep channels on which threads wait, and
 * who keeps whom waiting.
 */
@NullMarked
package dev.xmdb.target.guest.solaris.sync;

import org.jspecify.annotations.NullMarked;
