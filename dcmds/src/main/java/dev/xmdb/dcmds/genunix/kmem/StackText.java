package dev.xmdb.dcmds.genunix.kmem;

import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Value;
import java.util.List;

/** Stacks that the allocators recorded: program counters, innermost first. */
public final class StackText {
    private static final String INDENT = " ".repeat(17);
    /** The allocator's own functions, which say nothing about who called it. */
    private static final String ALLOCATOR = "kmem_";

    private StackText() {}

    /** Each frame on a line of its own, behind what stands before. */
    public static void lines(StringBuilder text, Layout layout, List<Long> stack) {
        stack.forEach(pc -> text.append('\n').append(INDENT).append(layout.label(pc)));
    }

    /** The frames as symbols. */
    public static Value value(Layout layout, List<Long> stack) {
        return new Value.Many(stack.stream()
                .<Value>map(pc -> new Value.SymbolRef(pc, layout.symbol(pc)))
                .toList());
    }

    /** The innermost frame outside the slab allocator as a symbol; empty when there is none. */
    public static String caller(Layout layout, List<Long> stack) {
        return callerValue(layout, stack) instanceof Value.SymbolRef ref ? String.valueOf(ref.symbol()) : "";
    }

    /** The same as a value. */
    public static Value callerValue(Layout layout, List<Long> stack) {
        for (long pc : stack) {
            String symbol = layout.symbol(pc);
            if (symbol != null && !symbol.startsWith(ALLOCATOR)) {
                return new Value.SymbolRef(pc, symbol);
            }
        }
        return new Value.Absent();
    }
}
