/**
 * Searches memory for numbers, bytes and text. A {@link dev.xmdb.target.search.SearchedMemory} says which bytes of the file lie at which
 * addresses, a {@link dev.xmdb.target.search.SearchPattern} what is looked for; {@link dev.xmdb.target.search.MemorySearch} copies memory
 * piece by piece, on two threads, and tells what it finds in the order of addresses.
 */
@NullMarked
package dev.xmdb.target.search;

import org.jspecify.annotations.NullMarked;
