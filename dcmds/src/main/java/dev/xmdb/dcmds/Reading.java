package dev.xmdb.dcmds;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.function.Supplier;

/** Reads of a guest's structures, whose failure names what was read. */
public final class Reading {
    private Reading() {}

    /**
     * Reads something.
     *
     * @param what what it is, with its address: {@code mutex at 0xffffff01c9a0e0d8}
     * @param read reads it
     * @throws DcmdException saying {@code failed to read} what, and why
     */
    public static <T> T of(String what, Supplier<T> read) {
        try {
            return read.get();
        } catch (MemoryFaultException fault) {
            throw new DcmdException(failure(what, fault));
        }
    }

    /** The sentence about a failed read. */
    public static String failure(String what, MemoryFaultException fault) {
        return "failed to read " + what + ": no mapping for address: " + fault.reason();
    }
}
