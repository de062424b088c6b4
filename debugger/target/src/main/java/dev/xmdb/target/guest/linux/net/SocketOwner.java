package dev.xmdb.target.guest.linux.net;

/**
 * A process that has a socket open.
 *
 * @param task address of the {@code struct task_struct} of one of its threads
 * @param descriptor the number of the open file
 */
public record SocketOwner(long task, int descriptor) {}
