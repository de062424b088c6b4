package dev.xmdb.engine.run;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.vcpu.VcpuContext;
import dev.xmdb.target.Target;
import dev.xmdb.target.Vcpu;
import dev.xmdb.target.guest.Guest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.GuestVirtual;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.paging.PagingMode;
import dev.xmdb.target.registers.RegisterSet;
import dev.xmdb.target.symbols.Symbols;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A target of a few bytes and symbols, for transcripts. */
public final class FakeTarget implements Target {
    private final int wordSize;
    private final Map<Long, Byte> bytes = new TreeMap<>(Long::compareUnsigned);
    private final Map<String, Long> symbols = new LinkedHashMap<>();
    private final Map<String, Long> sizes = new LinkedHashMap<>();
    private final Map<String, Long> registers = new LinkedHashMap<>();
    private @Nullable Error failure;

    public FakeTarget(int wordSize) {
        this.wordSize = wordSize;
    }

    /** Puts bytes. */
    public FakeTarget bytes(long address, int... values) {
        for (int i = 0; i < values.length; i++) {
            bytes.put(address + i, (byte) values[i]);
        }
        return this;
    }

    /** Puts a little-endian number. */
    public FakeTarget number(long address, int size, long value) {
        for (int i = 0; i < size; i++) {
            bytes.put(address + i, (byte) (value >>> (8 * i)));
        }
        return this;
    }

    /** Puts zeros. */
    public FakeTarget zeros(long address, int length) {
        for (int i = 0; i < length; i++) {
            bytes.put(address + i, (byte) 0);
        }
        return this;
    }

    /** Adds a symbol. */
    public FakeTarget symbol(String name, long value, long size) {
        symbols.put(name, value);
        sizes.put(name, size);
        return this;
    }

    /** Makes every read fail in a way that no address explains. */
    public FakeTarget failing(Error error) {
        failure = error;
        return this;
    }

    /** Adds a register of the first vCPU. */
    public FakeTarget register(String name, long value) {
        registers.put(name, value);
        return this;
    }

    @Override
    public DomainImage image() {
        throw new AssertionError("no transcript needs the file");
    }

    @Override
    public Guest guest() {
        return new Guest() {
            @Override
            public String kind() {
                return "raw";
            }

            @Override
            public String banner() {
                return "";
            }

            @Override
            public Symbols symbols() {
                return new FakeSymbols();
            }

            @Override
            public List<String> degradations() {
                return List.of();
            }
        };
    }

    @Override
    public int wordSize() {
        return wordSize;
    }

    @Override
    public AddressSpace virtual() {
        return new FakeSpace("virtual");
    }

    @Override
    public AddressSpace physical() {
        return new FakeSpace("physical");
    }

    @Override
    public AddressSpace machine() {
        return physical();
    }

    @Override
    public GuestVirtual virtual(long root, PagingMode mode) {
        throw new AssertionError("no transcript translates");
    }

    @Override
    public List<Vcpu> vcpus() {
        var context = (VcpuContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {VcpuContext.class}, (proxy, method, arguments) -> {
                    throw new AssertionError("no transcript needs " + method);
                });
        return List.of(new Vcpu(
                0, context, new FakeRegisters(), PagingMode.LONG_4_LEVEL, true, Optional.empty(), Optional.empty()));
    }

    @Override
    public List<String> degradations() {
        return List.of();
    }

    @Override
    public void close() {}

    private final class FakeRegisters implements RegisterSet {
        @Override
        public int wordSize() {
            return wordSize;
        }

        @Override
        public List<String> names() {
            return new ArrayList<>(registers.keySet());
        }

        @Override
        public OptionalLong value(String name) {
            Long value = registers.get(name);
            return value == null ? OptionalLong.empty() : OptionalLong.of(value);
        }
    }

    private final class FakeSymbols implements Symbols {
        @Override
        public Optional<SymbolHit> at(long address) {
            return symbols.entrySet().stream()
                    .filter(e -> Long.compareUnsigned(address - e.getValue(), Math.max(1, sizes.get(e.getKey()))) < 0)
                    .map(e -> new SymbolHit(e.getKey(), address - e.getValue()))
                    .findFirst();
        }

        @Override
        public Optional<SymbolHit> at(long address, long maxDistance) {
            return symbols.entrySet().stream()
                    .filter(e -> Long.compareUnsigned(address - e.getValue(), maxDistance) < 0)
                    .map(e -> new SymbolHit(e.getKey(), address - e.getValue()))
                    .findFirst();
        }

        @Override
        public OptionalLong valueOf(String name) {
            Long value = symbols.get(name);
            return value == null ? OptionalLong.empty() : OptionalLong.of(value);
        }

        @Override
        public Optional<OptionalLong> valueOf(String object, String name) {
            return object.equals("unix") ? Optional.of(valueOf(name)) : Optional.empty();
        }
    }

    private final class FakeSpace implements AddressSpace {
        private final String name;

        FakeSpace(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int wordSize() {
            return wordSize;
        }

        @Override
        public void read(long address, byte[] into, int offset, int length) {
            if (failure != null) {
                throw failure;
            }
            for (int i = 0; i < length; i++) {
                Byte b = bytes.get(address + i);
                if (b == null) {
                    throw new MemoryFaultException(name, address + i, "L1 entry not present");
                }
                into[offset + i] = b;
            }
        }

        private long number(long address, int size) {
            var read = new byte[size];
            read(address, read, 0, size);
            long value = 0;
            for (int i = size - 1; i >= 0; i--) {
                value = value << 8 | (read[i] & 0xff);
            }
            return value;
        }

        @Override
        public int readByte(long address) {
            return (int) number(address, 1);
        }

        @Override
        public int readShort(long address) {
            return (int) number(address, 2);
        }

        @Override
        public int readInt(long address) {
            return (int) number(address, 4);
        }

        @Override
        public long readLong(long address) {
            return number(address, 8);
        }

        @Override
        public long readable(long address, long limit) {
            long count = 0;
            while (count < limit && bytes.containsKey(address + count)) {
                count++;
            }
            return count;
        }
    }
}
