/**
 * The guest's types: what CTF and BTF both say about a C type, names of types, and structures in memory read by the names of their
 * members. Nothing here knows an offset by itself.
 */
@NullMarked
package dev.xmdb.target.types;

import org.jspecify.annotations.NullMarked;
