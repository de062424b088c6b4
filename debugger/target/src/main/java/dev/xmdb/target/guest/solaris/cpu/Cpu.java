package dev.xmdb.target.guest.solaris.cpu;

import dev.xmdb.target.types.StructView;

/**
 * A CPU's {@code cpu_t}. Members are read when they are asked for; every method throws
 * {@link dev.xmdb.target.memory.MemoryFaultException} when they are not in memory.
 *
 * @param view the structure
 */
public record Cpu(StructView view) {
    /** Bits of {@code cpu_flags} by name, from the lowest on. */
    public enum Flag {
        /** It runs threads. */
        RUNNING(0x1),
        /** It can run threads. */
        READY(0x2),
        /** It runs nothing while something else happens. */
        QUIESCED(0x4),
        /** It is there. */
        EXISTS(0x8),
        /** It takes interrupts. */
        ENABLE(0x10),
        /** It was taken off line. */
        OFFLINE(0x20),
        /** It has no power. */
        POWEROFF(0x40),
        /** It waits for the system to be resumed. */
        FROZEN(0x80),
        /** It stands by. */
        SPARE(0x100),
        /** It was taken off line because of a fault. */
        FAULTED(0x200);

        private final long bit;

        Flag(long bit) {
            this.bit = bit;
        }

        /** Whether it is among some flags. */
        public boolean isSet(long flags) {
            return (flags & bit) != 0;
        }
    }

    /** Where it is. */
    public long address() {
        return view.address();
    }

    /** Its number; in a domain also the index of its vCPU. */
    public long id() {
        return view.number("cpu_id");
    }

    /** Its flags. */
    public long flags() {
        return view.number("cpu_flags");
    }

    /** Address of the thread that it runs; 0 when there is none. */
    public long thread() {
        return view.number("cpu_thread");
    }

    /** Address of the thread that it runs when there is nothing else to do. */
    public long idleThread() {
        return view.number("cpu_idle_thread");
    }

    /** Address of its dispatch queue. */
    public long queue() {
        return view.number("cpu_disp");
    }

    /** The interrupt level below which it takes no interrupts. */
    public long baseLevel() {
        return view.number("cpu_base_spl");
    }

    /** Whether it is to run another thread soon. */
    public boolean mustSwitch() {
        return view.number("cpu_runrun") != 0;
    }

    /** Whether it is to run another thread at once, even out of the kernel. */
    public boolean mustPreemptKernel() {
        return view.number("cpu_kprunrun") != 0;
    }

    /** When it last switched threads, in ticks since boot; 0 when it never did. */
    public long lastSwitch() {
        return view.number("cpu_last_swtch");
    }

    /** The CPU that follows it in the circle of its partition. */
    public long nextInPartition() {
        return view.number("cpu_next_part");
    }

    /** The CPU that follows it in the circle of all. */
    public long next() {
        return view.number("cpu_next");
    }
}
