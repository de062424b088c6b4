package dev.xmdb.target.guest.solaris.hat;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.GuestDamageException;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import java.util.Optional;
import java.util.function.Predicate;

/** The kernel's lists of memory: ranges of addresses ({@code struct memlist}) and segments of page structures ({@code struct memseg}). */
public final class MemoryLists {
    private static final int MOST = 1 << 16;

    private final SolarisGuest kernel;

    /**
     * A range of addresses.
     *
     * @param at its {@code struct memlist}
     * @param address first address
     * @param size bytes
     */
    public record Range(long at, long address, long size) {}

    /**
     * A segment of page structures.
     *
     * @param at its {@code struct memseg}
     * @param pages its first page structure
     * @param endOfPages the end of its page structures
     * @param base its first guest frame
     * @param end the guest frame after its last one
     */
    public record Segment(long at, long pages, long endOfPages, long base, long end) {}

    /** The lists of a kernel. */
    public MemoryLists(SolarisGuest kernel) {
        this.kernel = kernel;
    }

    /**
     * Delivers the ranges of a list.
     *
     * @param variable its head
     * @param sink takes each; returns false when it wants no more
     * @return why the list ended before its end
     * @throws GuestDamageException when there is no such list
     */
    public Optional<String> ranges(String variable, Predicate<Range> sink) {
        StructLayout layout = kernel.types().layout("struct memlist");
        String prefix = layout.has("ml_address") ? "ml_" : "";
        return follow(
                variable,
                layout,
                prefix + "next",
                variable + " ranges",
                view -> sink.test(
                        new Range(view.address(), view.number(prefix + "address"), view.number(prefix + "size"))));
    }

    /**
     * Delivers the segments of page structures.
     *
     * @param start the segment to begin at; 0 for the first one
     * @param sink takes each; returns false when it wants no more
     * @return why the list ended before its end
     * @throws GuestDamageException when the kernel has no such list
     */
    public Optional<String> segments(long start, Predicate<Segment> sink) {
        StructLayout layout = kernel.types().layout("struct memseg");
        Predicate<StructView> reader = view -> sink.test(new Segment(
                view.address(),
                view.number("pages"),
                view.number("epages"),
                view.number("pages_base"),
                view.number("pages_end")));
        return start == 0
                ? follow("memsegs", layout, "next", "memory segments", reader)
                : follow(start, layout, "next", "memory segments", reader);
    }

    private Optional<String> follow(
            String variable, StructLayout layout, String next, String what, Predicate<StructView> sink) {
        long head = kernel.symbols()
                .valueOf(variable)
                .orElseThrow(() -> new GuestDamageException(variable + " not found or invalid"));
        try {
            return follow(kernel.memory().readWord(head), layout, next, what, sink);
        } catch (MemoryFaultException fault) {
            throw new GuestDamageException(variable + " not found or invalid: " + fault.getMessage());
        }
    }

    private Optional<String> follow(
            long first, StructLayout layout, String next, String what, Predicate<StructView> sink) {
        AddressSpace memory = kernel.memory();
        long offset = layout.member(next).offset();
        String[] fault = new String[1];
        Chain.End end = new Chain(what, at -> memory.readWord(at + offset), MOST).follow(first, at -> {
            try {
                return sink.test(layout.at(memory, at));
            } catch (MemoryFaultException unreadable) {
                fault[0] = what + " break off at " + Long.toHexString(at) + ": " + unreadable.getMessage();
                return false;
            }
        });
        return Optional.ofNullable(fault[0] != null ? fault[0] : end.fault());
    }
}
