/**
 * How a Solaris kernel on Xen is interrupted: event channels, the interrupt numbers behind them, and the handlers of each. Read by CTF
 * where it describes the tables, else by their fixed layout.
 */
@NullMarked
package dev.xmdb.target.guest.solaris.interrupt;

import org.jspecify.annotations.NullMarked;
