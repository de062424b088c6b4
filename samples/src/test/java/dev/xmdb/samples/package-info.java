/** Tests of the whole program and of the house's own rules. */
@NullMarked
package dev.xmdb.samples;

import org.jspecify.annotations.NullMarked;
