/**
 * Machine code as text: x86 instructions in the AT&T syntax that mdb prints. The decoding is that of the system's
 * libcapstone, called through java.lang.foreign and not touched before the first instruction is asked for. Where there is none, only
 * what shows instructions fails.
 */
@NullMarked
package dev.xmdb.target.disassembly;

import org.jspecify.annotations.NullMarked;
