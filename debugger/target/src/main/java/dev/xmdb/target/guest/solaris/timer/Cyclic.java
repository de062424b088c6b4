package dev.xmdb.target.guest.solaris.timer;

/**
 * Something that a CPU's timer does regularly (sys/cyclic_impl.h).
 *
 * @param address where it is
 * @param index its place among the CPU's cyclics
 * @param expiration when it is due next, in nanoseconds
 * @param interval nanoseconds from one time to the next
 * @param handler what is called
 * @param argument with what
 * @param pending how many calls are due
 * @param level at which it is called: 0 low, 1 lock, 2 high
 */
public record Cyclic(
        long address,
        int index,
        long expiration,
        long interval,
        long handler,
        long argument,
        long pending,
        int level) {}
