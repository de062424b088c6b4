/** What {@code ::stacks} does for every kind of guest: groups of threads with the same stack, chosen by options, and their listing. */
@NullMarked
package dev.xmdb.dcmds.stacks;

import org.jspecify.annotations.NullMarked;
