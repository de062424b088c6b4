package dev.xmdb.engine.run;

import java.util.List;

/**
 * How a command comes to be run.
 *
 * @param hasAddress whether an address was given, or came through a pipe
 * @param address dot
 * @param count the count that was given, else 1
 * @param loop whether it is one of several runs
 * @param loopFirst whether it is the first of them
 * @param pipeInput whether the address came through a pipe
 * @param piped every value of the pipe, for a command that takes them in one run
 */
record Circumstances(
        boolean hasAddress,
        long address,
        long count,
        boolean loop,
        boolean loopFirst,
        boolean pipeInput,
        List<Long> piped) {}
