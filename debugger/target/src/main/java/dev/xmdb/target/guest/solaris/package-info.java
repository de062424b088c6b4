/**
 * A Solaris kernel in a domain: one page at a known address leads to the list of modules, each module carries its symbols and its CTF,
 * and everything else is read by the names in them. Only the structures on the way to the first name have layouts here.
 */
@NullMarked
package dev.xmdb.target.guest.solaris;

import org.jspecify.annotations.NullMarked;
