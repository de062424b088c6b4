package dev.xmdb.sim.solaris.text;

import dev.xmdb.sim.solaris.layout.TypeName;
import java.util.List;

/**
 * A kernel function.
 *
 * @param module the module it is in
 * @param name its symbol
 * @param style how its prologue looks
 * @param size bytes of code
 * @param frame bytes of stack below the saved frame pointer, a multiple of 16
 * @param result what it returns
 * @param arguments what it takes
 * @param sites where it calls, or is interrupted, ascending
 */
public record Function(
        String module,
        String name,
        Style style,
        int size,
        int frame,
        TypeName result,
        List<TypeName> arguments,
        List<Site> sites) {

    /** How a function begins. */
    public enum Style {
        /** C, arguments saved with push. */
        PUSHES,
        /** C, arguments saved with mov. */
        MOVES,
        /** Assembly that sets up a frame, without type information. */
        ASSEMBLY,
        /** C without arguments saved and without type information. */
        BARE
    }

    /** How a site transfers control. */
    public enum Transfer {
        /** {@code call rel32}, 5 bytes. */
        DIRECT,
        /** {@code call *%rax}, 2 bytes. */
        THROUGH_RAX,
        /** {@code call *%r11}, 3 bytes. */
        THROUGH_R11,
        /** No call: an instruction starts here, which an interrupt may follow. */
        BOUNDARY
    }

    /**
     * A call in a function.
     *
     * @param offset where the next instruction is: what the return address points to
     * @param callee the called function's symbol; of an indirect call, any
     */
    public record Site(int offset, Transfer transfer, String callee) {}

    /** Whether the module's type information describes it. */
    public boolean described() {
        return style == Style.PUSHES || style == Style.MOVES;
    }

    /** Where the call of {@code callee} returns to: its own site, else an indirect one. */
    public int returnOffset(String callee) {
        for (Site site : sites) {
            if (site.transfer() == Transfer.DIRECT && site.callee().equals(callee)) {
                return site.offset();
            }
        }
        for (Site site : sites) {
            if (site.transfer() == Transfer.THROUGH_RAX || site.transfer() == Transfer.THROUGH_R11) {
                return site.offset();
            }
        }
        throw new IllegalArgumentException(name + " never calls " + callee);
    }

    /** Where the function can be interrupted. */
    public int boundary() {
        for (Site site : sites) {
            if (site.transfer() == Transfer.BOUNDARY) {
                return site.offset();
            }
        }
        throw new IllegalArgumentException(name + " has no place to be interrupted at");
    }
}
