package dev.xmdb.dcmds.core.types;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Reads that say what they were for when they fail. */
final class Faults {
    private Faults() {}

    /** The message for a read of something that is not there. */
    static DcmdException failed(String what, MemoryFaultException fault) {
        return new DcmdException("failed to read " + what + ": no mapping for address" + " (" + fault.reason() + ")");
    }

    /**
     * Reads a number.
     *
     * @throws DcmdException when it is not there
     */
    static long bytes(int bytes, long address, LongSupplier read) {
        try {
            return read.getAsLong();
        } catch (MemoryFaultException fault) {
            throw failed(String.format(Locale.ROOT, "%d bytes at %x", bytes, address), fault);
        }
    }
}
