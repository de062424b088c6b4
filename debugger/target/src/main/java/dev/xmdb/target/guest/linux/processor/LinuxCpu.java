package dev.xmdb.target.guest.linux.processor;

import dev.xmdb.target.Vcpu;
import java.util.Optional;

/**
 * A CPU as the kernel numbers it.
 *
 * @param id its number
 * @param online whether it runs
 * @param queue address of its {@code struct rq}
 * @param current address of the task that it runs; 0 when the run queue cannot be read
 * @param idle address of the task that it runs when there is nothing to do; 0 when the run queue cannot be read
 * @param runnable how many tasks run or wait for it, its idle task not among them
 * @param vcpu the vCPU that it was, where one says so by the base of its per-CPU memory
 */
public record LinuxCpu(
        int id, boolean online, long queue, long current, long idle, long runnable, Optional<Vcpu> vcpu) {
    /** Whether it has nothing to do. */
    public boolean isIdle() {
        return current != 0 && current == idle;
    }
}
