package dev.xmdb.target.guest.linux.irq;

import dev.xmdb.dump.vcpu.VcpuContext;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.ArrayList;
import java.util.List;

/** Reads the ways into a kernel: an IDT, or the traps that a PV guest told Xen of. */
public final class Gates {
    /** How many an IDT has. */
    public static final int COUNT = 256;
    /** Bytes of a gate in 64-bit mode (Intel SDM volume 3, 7.14.1). */
    public static final int SIZE = 16;

    private static final int CLEARS_EVENTS = 4;
    private static final int LEVEL = 3;

    private Gates() {}

    /**
     * The gates of a table in memory.
     *
     * @param table address of the first one
     * @throws MemoryFaultException when it is not in memory
     */
    public static List<Gate> of(AddressSpace memory, long table) {
        var gates = new ArrayList<Gate>();
        for (int vector = 0; vector < COUNT; vector++) {
            gates.add(at(memory, table + (long) vector * SIZE, vector));
        }
        return List.copyOf(gates);
    }

    /**
     * One gate.
     *
     * @param vector its number, where it is known
     * @throws MemoryFaultException when it is not in memory
     */
    public static Gate at(AddressSpace memory, long address, int vector) {
        long low = memory.readLong(address);
        long high = memory.readLong(address + Long.BYTES);
        long handler = (low & 0xffff) | (low >>> 48 << 16) | (high << 32);
        return new Gate(
                vector,
                address,
                handler,
                (int) (low >>> 16) & 0xffff,
                (int) (low >>> 45) & LEVEL,
                (low >>> 47 & 1) != 0,
                switch ((int) (low >>> 40) & 0xf) {
                    case 0xe -> Gate.Kind.INTERRUPT;
                    case 0xf -> Gate.Kind.TRAP;
                    case 0x5 -> Gate.Kind.TASK;
                    default -> Gate.Kind.OTHER;
                },
                (int) (low >>> 32) & 7);
    }

    /** The traps that a vCPU of a PV guest has handlers for; the hypervisor has the table itself. */
    public static List<Gate> of(VcpuContext vcpu) {
        return vcpu.traps().stream()
                .filter(trap -> trap.address() != 0)
                .map(trap -> new Gate(
                        trap.vector(),
                        0,
                        trap.address(),
                        trap.selector(),
                        trap.flags() & LEVEL,
                        true,
                        (trap.flags() & CLEARS_EVENTS) != 0 ? Gate.Kind.INTERRUPT : Gate.Kind.TRAP,
                        0))
                .toList();
    }
}
