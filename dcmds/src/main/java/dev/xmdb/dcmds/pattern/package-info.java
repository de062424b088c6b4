/** Extended regular expressions that are matched in a time that grows with the length of the text only. */
@NullMarked
package dev.xmdb.dcmds.pattern;

import org.jspecify.annotations.NullMarked;
