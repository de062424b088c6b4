package dev.xmdb.target.guest.solaris.kmem;

import dev.xmdb.target.types.StructView;
import java.util.ArrayList;
import java.util.List;

/**
 * What an audited cache recorded of the last time that a buffer was allocated or freed ({@code kmem_bufctl_audit_t}).
 *
 * @param address of the record
 * @param buffer which buffer
 * @param cache address of its cache
 * @param timestamp when, in nanoseconds since the kernel started
 * @param thread who
 * @param lastLog the record of the time before, in the transaction log
 * @param contents what the buffer held, in the contents log
 * @param stack where: program counters, innermost first
 */
public record Bufctl(
        long address,
        long buffer,
        long cache,
        long timestamp,
        long thread,
        long lastLog,
        long contents,
        List<Long> stack) {
    private static final int MOST_FRAMES = 64;

    /** Copies the list. */
    public Bufctl {
        stack = List.copyOf(stack);
    }

    static Bufctl read(StructView view) {
        long most = Math.min(
                MOST_FRAMES,
                view.layout().member("bc_stack").bitWidth()
                        / Math.max(1, view.layout().member("bc_stack[0]").bitWidth()));
        long depth = Math.clamp(view.number("bc_depth"), 0, most);
        long first = view.addressOf("bc_stack");
        var stack = new ArrayList<Long>();
        for (int i = 0; i < depth; i++) {
            stack.add(view.memory().readWord(first + (long) i * view.memory().wordSize()));
        }
        return new Bufctl(
                view.address(),
                view.number("bc_addr"),
                view.number("bc_cache"),
                view.number("bc_timestamp"),
                view.number("bc_thread"),
                view.number("bc_lastlog"),
                view.number("bc_contents"),
                stack);
    }
}
