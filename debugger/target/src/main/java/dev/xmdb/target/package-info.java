/** One opened image as a debugger sees it: {@link dev.xmdb.target.Target} joins its address spaces, vCPUs, symbols and guest. */
@NullMarked
package dev.xmdb.target;

import org.jspecify.annotations.NullMarked;
