package dev.xmdb.target.guest.linux.stack;

/** What a place on the stack is told from. */
enum OrcRegister {
    /** Nothing. */
    UNDEFINED,
    /** The caller's stack pointer. */
    PREVIOUS_SP,
    SP,
    BP,
    /** A word that the stack pointer points to. */
    SP_INDIRECT,
    /** A word at a distance from the frame pointer. */
    BP_INDIRECT,
    AX,
    DX,
    DI,
    R10,
    R13
}
