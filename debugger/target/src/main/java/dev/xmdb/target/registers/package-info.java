/** Registers of a vCPU by the names that people use. */
@NullMarked
package dev.xmdb.target.registers;

import org.jspecify.annotations.NullMarked;
