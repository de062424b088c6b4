/**
 * The dcmds and walkers that come with xmdb, one package per module: {@code core} (the language's own), {@code unix} (translation and
 * page tables), {@code genunix} (threads, processes, memory and locks of a Solaris kernel), {@code xpv} (what Xen knows of the domain). This package holds what they share: how a command is declared, which
 * address space its options choose, how registers and walks are laid out.
 */
@NullMarked
package dev.xmdb.dcmds;

import org.jspecify.annotations.NullMarked;
