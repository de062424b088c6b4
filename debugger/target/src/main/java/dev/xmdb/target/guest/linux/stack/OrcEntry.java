package dev.xmdb.target.guest.linux.stack;

/**
 * What is known of the stack at an instruction.
 *
 * @param type what lies where the stack of the instruction's function ends
 * @param sp what the caller's stack pointer is told from
 * @param spOffset and how far from it, in bytes
 * @param bp where the caller's frame pointer is
 * @param bpOffset and how far from there
 * @param signal whether the next frame was interrupted, so that its instruction has not been carried out
 */
record OrcEntry(Type type, OrcRegister sp, int spOffset, OrcRegister bp, int bpOffset, boolean signal) {
    /** What lies where the stack of a function ends. */
    enum Type {
        /** Nobody knows. */
        UNDEFINED,
        /** Nothing: the stack begins here. */
        END,
        /** A return address. */
        CALL,
        /** All registers of what was interrupted. */
        REGISTERS,
        /** What the processor itself saved of them. */
        PARTIAL_REGISTERS
    }
}
