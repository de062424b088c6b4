package dev.xmdb.dcmds.core.types;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;

/** The memory of no image. */
record NoMemory() implements AddressSpace {
    @Override
    public String name() {
        return "virtual";
    }

    @Override
    public int wordSize() {
        return Long.BYTES;
    }

    @Override
    public void read(long address, byte[] into, int offset, int length) {
        throw fault(address);
    }

    @Override
    public int readByte(long address) {
        throw fault(address);
    }

    @Override
    public int readShort(long address) {
        throw fault(address);
    }

    @Override
    public int readInt(long address) {
        throw fault(address);
    }

    @Override
    public long readLong(long address) {
        throw fault(address);
    }

    @Override
    public long readable(long address, long limit) {
        return 0;
    }

    private MemoryFaultException fault(long address) {
        return new MemoryFaultException(name(), address, "no image is open");
    }
}
