package dev.xmdb.target.guest.linux.timer;

import java.util.OptionalLong;

/**
 * A timer that is set.
 *
 * @param cpu the CPU that it runs on
 * @param precise whether it is a high-resolution one
 * @param clock the wheel, or the clock that its time is on
 * @param address of its {@code struct timer_list} or {@code struct hrtimer}
 * @param function what is called
 * @param earliest when it may expire: in jiffies on a wheel, in nanoseconds of its clock else
 * @param expires when it must have expired
 * @param left nanoseconds from the kernel's time until it must have expired, negative when it is late; empty when that time is not known
 * @param owner for whom it is set
 */
public record KernelTimer(
        int cpu,
        boolean precise,
        String clock,
        long address,
        long function,
        long earliest,
        long expires,
        OptionalLong left,
        TimerOwner owner) {}
