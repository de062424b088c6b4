/** Files of text that a session reads: macro files, where they are looked for, and files that it shows. Running them is the affair of {@code engine.run}. */
@NullMarked
package dev.xmdb.engine.file;

import org.jspecify.annotations.NullMarked;
