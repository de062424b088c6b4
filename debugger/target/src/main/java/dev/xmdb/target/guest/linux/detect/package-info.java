/** Recognises a Linux kernel in an image: its page tables, and in the memory behind them its symbols. */
@NullMarked
package dev.xmdb.target.guest.linux.detect;

import org.jspecify.annotations.NullMarked;
