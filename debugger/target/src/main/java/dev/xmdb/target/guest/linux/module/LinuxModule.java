package dev.xmdb.target.guest.linux.module;

import java.util.List;

/**
 * A loaded module.
 *
 * @param address of its {@code struct module}
 * @param name its name
 * @param state what it is at
 * @param parts its memory, in the order in which the kernel keeps it, code first
 * @param references how many users it has, as the kernel tells users
 * @param taints what it taints the kernel with, one bit each
 */
public record LinuxModule(long address, String name, State state, List<Part> parts, long references, long taints) {
    /** Copies the list. */
    public LinuxModule {
        parts = List.copyOf(parts);
    }

    /** What a module is at. */
    public enum State {
        /** In use. */
        LIVE,
        /** Being loaded. */
        COMING,
        /** Being removed. */
        GOING,
        /** Not yet a module. */
        UNFORMED;

        private static final State[] STATES = values();

        static State of(long value) {
            return value >= 0 && value < STATES.length ? STATES[(int) value] : UNFORMED;
        }
    }

    /**
     * Memory of a module.
     *
     * @param base first byte
     * @param size bytes
     * @param code whether it holds code
     */
    public record Part(long base, long size, boolean code) {
        /** Whether an address lies in it. */
        public boolean contains(long address) {
            return Long.compareUnsigned(address - base, size) < 0;
        }
    }

    /** Whether an address lies in its memory. */
    public boolean contains(long address) {
        return parts.stream().anyMatch(part -> part.contains(address));
    }

    /** Whether an address lies in its code. */
    public boolean hasCode(long address) {
        return parts.stream().anyMatch(part -> part.code() && part.contains(address));
    }

    /** First byte of its code. */
    public long base() {
        return parts.isEmpty() ? 0 : parts.getFirst().base();
    }

    /** Bytes of all its memory. */
    public long size() {
        return parts.stream().mapToLong(Part::size).sum();
    }
}
