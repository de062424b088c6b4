package dev.xmdb.target.guest.linux.irq;

/**
 * A way into the kernel.
 *
 * @param vector the trap's or interrupt's number
 * @param address where its descriptor is; 0 when Xen has it for the guest
 * @param handler address of the routine
 * @param selector code segment
 * @param level the least privileged level that may use it with an instruction, 0 to 3
 * @param present whether it is there
 * @param kind what the CPU does on the way
 * @param stack the number of the stack that it changes to; 0 for none of its own
 */
public record Gate(
        int vector, long address, long handler, int selector, int level, boolean present, Kind kind, int stack) {
    /** What the CPU does on the way in. */
    public enum Kind {
        /** Turns interrupts off. */
        INTERRUPT("int"),
        /** Leaves them as they are. */
        TRAP("trp"),
        /** Switches tasks. */
        TASK("tsk"),
        /** Something else, which no IDT has. */
        OTHER("?");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** A short word for it. */
        public String word() {
            return word;
        }
    }
}
