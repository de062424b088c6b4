package dev.xmdb.dcmds.core.types;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;

/** A number as memory: its bytes from address 0 on, and nothing else. */
record ImmediateMemory(long value, int wordSize) implements AddressSpace {
    @Override
    public String name() {
        return "immediate";
    }

    @Override
    public void read(long address, byte[] into, int offset, int length) {
        for (int i = 0; i < length; i++) {
            into[offset + i] = (byte) readByte(address + i);
        }
    }

    @Override
    public int readByte(long address) {
        if (Long.compareUnsigned(address, Long.BYTES) >= 0) {
            throw new MemoryFaultException(name(), address, "a value has " + Long.BYTES + " bytes");
        }
        return (int) (value >>> (address * Byte.SIZE)) & 0xff;
    }

    @Override
    public int readShort(long address) {
        return readByte(address) | (readByte(address + 1) << Byte.SIZE);
    }

    @Override
    public int readInt(long address) {
        return readShort(address) | (readShort(address + Short.BYTES) << Short.SIZE);
    }

    @Override
    public long readLong(long address) {
        return Integer.toUnsignedLong(readInt(address)) | ((long) readInt(address + Integer.BYTES) << Integer.SIZE);
    }

    @Override
    public long readable(long address, long limit) {
        return Long.compareUnsigned(address, Long.BYTES) >= 0 ? 0 : Math.min(limit, Long.BYTES - address);
    }
}
