/**
 * Machine code as text: x86 instructions in the AT&T syntax that mdb prints. The decoding is Capstone's – the system's library when
 * there is one, called through java.lang.foreign, else a copy of it in WebAssembly that comes with the program and that the JVM
 * interprets. Neither is touched before the first instruction is asked for.
 */
@NullMarked
package dev.xmdb.target.disassembly;

import org.jspecify.annotations.NullMarked;
