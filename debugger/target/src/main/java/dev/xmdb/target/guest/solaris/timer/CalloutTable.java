package dev.xmdb.target.guest.solaris.timer;

/**
 * A table of callouts. Each CPU has two: one for functions that the clock calls, one for those that a task queue calls.
 *
 * @param address where it is
 * @param index its place in the array of tables
 * @param free the first free callout
 * @param freeLists the first free list
 * @param ids address of the hash buckets by id; 0 when there are none
 * @param lists address of the hash buckets by time; 0 when there are none
 * @param expired the first list whose time has come
 * @param queue the first list of the overflow queue
 * @param cyclic the cyclic that looks after it
 * @param heap address of its heap; 0 when the table was never used
 * @param heapUsed how many lists are in the heap
 * @param heapSize how many fit
 * @param taskq the task queue that calls the functions
 * @param pending callouts that wait, as the kernel counts them
 * @param allocated callouts that were made, as the kernel counts them
 */
public record CalloutTable(
        long address,
        int index,
        long free,
        long freeLists,
        long ids,
        long lists,
        long expired,
        long queue,
        long cyclic,
        long heap,
        long heapUsed,
        long heapSize,
        long taskq,
        long pending,
        long allocated) {

    /** The sequence number of its CPU. */
    public int sequence() {
        return index >> 1;
    }

    /** Whether task queues call its functions, and not the clock. */
    public boolean normal() {
        return (index & 1) != 0;
    }
}
