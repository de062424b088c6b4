package dev.xmdb.target.disassembly;

/** There is nothing to disassemble with; the message says what was tried and what would help. Carries no stack trace. */
public final class DisassemblerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A reason. */
    public DisassemblerException(String message) {
        super(message, null, false, false);
    }
}
