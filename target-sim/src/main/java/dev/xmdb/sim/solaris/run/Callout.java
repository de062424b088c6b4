package dev.xmdb.sim.solaris.run;

/**
 * Something to be done at a time.
 *
 * @param normal whether a taskq thread does it, and not the clock
 * @param expires in ticks since boot
 * @param argument what the function gets
 * @param action what it does in the simulation
 * @param number in the order of their making, from 1 on
 */
public record Callout(boolean normal, long expires, String function, long argument, Runnable action, long number)
        implements Comparable<Callout> {
    @Override
    public int compareTo(Callout other) {
        int byTime = Long.compare(expires, other.expires);
        return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
}
