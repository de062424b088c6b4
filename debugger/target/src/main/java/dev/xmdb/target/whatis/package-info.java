/**
 * What addresses belong to. A guest offers {@link dev.xmdb.target.whatis.AddressSource sources}, each of which knows one kind of thing;
 * an {@link dev.xmdb.target.whatis.AddressSearch} asks them in order. Nothing here knows any guest.
 */
@NullMarked
package dev.xmdb.target.whatis;

import org.jspecify.annotations.NullMarked;
