/**
 * The kernel's containers: lists, hash chains, red-black trees, maple trees, xarrays and radix trees. Each reader takes the address of a
 * root structure and delivers what is in it. Memory is damaged by assumption: readers bound every count and depth, visit no node twice,
 * leave out a subtree that cannot be read, go on behind it, and say so.
 */
@NullMarked
package dev.xmdb.target.guest.linux.collection;

import org.jspecify.annotations.NullMarked;
