/**
 * Commands that know C types: {@code ::print ::printf ::sizeof ::offsetof ::enum ::list ::array}. What they say of a type comes from the
 * guest's own type data, whatever its format.
 */
@NullMarked
package dev.xmdb.dcmds.core.types;

import org.jspecify.annotations.NullMarked;
