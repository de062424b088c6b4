/** Benchmarks; {@code samples/bin/bench} runs them. */
@NullMarked
package dev.xmdb.samples.bench;

import org.jspecify.annotations.NullMarked;
