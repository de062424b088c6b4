package dev.xmdb.target.guest.solaris.interrupt;

import dev.xmdb.target.guest.GuestDamageException;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.symbols.Symbol;

/** A variable of the kernel's that is an array, read whole. */
final class KernelTable {
    private static final int MOST_BYTES = 1 << 24;

    private final String name;
    private final byte[] bytes;
    private final int stride;

    private KernelTable(String name, byte[] bytes, int stride) {
        this.name = name;
        this.bytes = bytes;
        this.stride = stride;
    }

    /**
     * A variable whose elements are counted by its size.
     *
     * @throws GuestDamageException when it is not there, or its size is not that of a number of elements
     */
    static KernelTable of(SolarisGuest kernel, String name, int stride) {
        Symbol symbol = symbol(kernel, name);
        if (symbol.size() < stride || symbol.size() % stride != 0) {
            throw failed(name, "its " + symbol.size() + " bytes are not elements of " + stride);
        }
        return read(kernel, symbol, stride);
    }

    /**
     * A variable with a known number of elements.
     *
     * @throws GuestDamageException when it is not there, or its size is not that of so many elements
     */
    static KernelTable ofElements(SolarisGuest kernel, String name, int count) {
        Symbol symbol = symbol(kernel, name);
        if (symbol.size() < count || symbol.size() % count != 0) {
            throw failed(name, "its " + symbol.size() + " bytes are not " + count + " elements");
        }
        return read(kernel, symbol, (int) Math.min(symbol.size() / count, MOST_BYTES));
    }

    private static Symbol symbol(SolarisGuest kernel, String name) {
        return kernel.symbols().merged().named(name).orElseThrow(() -> failed(name, "unknown symbol name"));
    }

    private static KernelTable read(SolarisGuest kernel, Symbol symbol, int stride) {
        if (symbol.size() > MOST_BYTES) {
            throw failed(symbol.name(), symbol.size() + " bytes are more than any kernel has");
        }
        byte[] bytes = new byte[(int) symbol.size()];
        try {
            kernel.memory().read(symbol.value(), bytes, 0, bytes.length);
        } catch (MemoryFaultException fault) {
            throw failed(symbol.name(), fault.getMessage());
        }
        return new KernelTable(symbol.name(), bytes, stride);
    }

    static GuestDamageException failed(String name, String reason) {
        return new GuestDamageException("failed to read " + name + ": " + reason);
    }

    /** How many elements it has. */
    int count() {
        return bytes.length / stride;
    }

    /** The variable. */
    String name() {
        return name;
    }

    /** Bytes of an element. */
    int stride() {
        return stride;
    }

    /** Some bytes of an element as a number, zero-extended; 0 when they are not in it. */
    long number(int index, int offset, int width) {
        if (index < 0 || index >= count() || offset < 0 || offset + width > stride) {
            return 0;
        }
        long value = 0;
        for (int i = width - 1; i >= 0; i--) {
            value = (value << Byte.SIZE) | Byte.toUnsignedLong(bytes[index * stride + offset + i]);
        }
        return value;
    }
}
