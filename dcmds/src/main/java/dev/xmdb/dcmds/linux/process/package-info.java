/** Commands about what processes have: address spaces, arguments, open files. */
@NullMarked
package dev.xmdb.dcmds.linux.process;

import org.jspecify.annotations.NullMarked;
