/** The two forms of output, text and JSON lines, must tell the same. */
@NullMarked
package dev.xmdb.samples.jsonl;

import org.jspecify.annotations.NullMarked;
