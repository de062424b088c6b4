/**
 * Which frame lies in which slot of an image. A {@link dev.xmdb.dump.frames.FrameTable} is the file's own list, entry by entry;
 * {@link dev.xmdb.dump.frames.IndexedFrames} answers questions over it, with an index that one pass builds: runs while there are few,
 * the mapped table itself when it is sorted, a sorted permutation of slots otherwise.
 */
@NullMarked
package dev.xmdb.dump.frames;

import org.jspecify.annotations.NullMarked;
