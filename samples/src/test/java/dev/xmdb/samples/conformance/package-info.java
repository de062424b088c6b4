/** Whether the program does what the description of mdb's language and commands says: cases in plain text, run by the real launcher. */
@NullMarked
package dev.xmdb.samples.conformance;

import org.jspecify.annotations.NullMarked;
