/** Stacks as frames: what called what, with the arguments as far as they were saved, and why the list ends where it does. */
@NullMarked
package dev.xmdb.target.stack;

import org.jspecify.annotations.NullMarked;
