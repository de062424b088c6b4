/**
 * The module {@code genunix}: the common part of a Solaris kernel. One package for each of its subsystems; {@link
 * dev.xmdb.dcmds.genunix.GenunixModule} collects what they declare.
 */
@NullMarked
package dev.xmdb.dcmds.genunix;

import org.jspecify.annotations.NullMarked;
