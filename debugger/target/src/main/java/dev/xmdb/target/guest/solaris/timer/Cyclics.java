package dev.xmdb.target.guest.solaris.timer;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

/** Reads the cyclics of CPUs. */
public final class Cyclics {
    /** More than any CPU has. */
    private static final int MOST = 1 << 16;

    private static final int MOST_CPUS = 4096;

    private static final Map<String, String> STATES = Map.of(
            "CYS_ONLINE", "online",
            "CYS_OFFLINE", "offline",
            "CYS_EXPANDING", "expand",
            "CYS_REMOVING", "remove",
            "CYS_SUSPENDED", "suspend");

    private final SolarisGuest kernel;
    private final AddressSpace memory;
    private final StructLayout cpu;
    private final StructLayout own;
    private final StructLayout cyclic;

    private Cyclics(SolarisGuest kernel) {
        this.kernel = kernel;
        this.memory = kernel.memory();
        this.cpu = kernel.types().layout("cpu_t");
        this.own = kernel.types().layout("cyc_cpu_t");
        this.cyclic = kernel.types().layout("cyclic_t");
    }

    /** A reader for a kernel. */
    public static Cyclics of(SolarisGuest kernel) {
        return kernel.kept(Cyclics.class, () -> new Cyclics(kernel));
    }

    /**
     * Delivers the address of each CPU's {@code cyc_cpu_t}, in the order of the kernel's list of CPUs.
     *
     * @param sink receives each; returns false when it wants no more
     * @return why the list broke off, one sentence; empty when it is sound
     */
    public Optional<String> follow(LongPredicate sink) {
        long first = memory.readWord(kernel.variable("cpu_list"));
        return Optional.ofNullable(new Chain("CPUs", at -> cpu.at(memory, at).number("cpu_next"), MOST_CPUS)
                .followRing(first, at -> {
                    long cyclics = cpu.at(memory, at).number("cpu_cyclic");
                    return cyclics == 0 || sink.test(cyclics);
                })
                .fault());
    }

    /**
     * The cyclics that are managed at an address.
     *
     * @throws dev.xmdb.target.memory.MemoryFaultException when something of them is not in memory
     * @throws TypeDataException when there are more than any CPU has
     */
    public CyclicCpu read(long address) {
        StructView view = own.at(memory, address);
        long size = view.number("cyp_size");
        long elements = view.number("cyp_nelems");
        if (size < 0 || size > MOST || elements < 0 || elements > size) {
            throw new TypeDataException("cyc_cpu at " + Long.toHexString(address) + ": no CPU has " + elements
                    + " cyclics and room for " + size);
        }
        long first = view.number("cyp_cyclics");
        long heapAt = view.number("cyp_heap");
        var all = new ArrayList<Cyclic>();
        var heap = new ArrayList<Integer>();
        for (int i = 0; i < size; i++) {
            all.add(cyclic(first + i * cyclic.size(), i));
            heap.add(memory.readInt(heapAt + (long) i * Integer.BYTES));
        }
        return new CyclicCpu(
                address,
                cpu.at(memory, view.number("cyp_cpu")).number("cpu_id"),
                state(view),
                (int) elements,
                first,
                all,
                heap);
    }

    private static String state(StructView view) {
        long value = view.number("cyp_state");
        return view.layout().member("cyp_state").type() instanceof Type.Enumeration states
                ? states.nameOf(value).map(STATES::get).orElse("????")
                : "????";
    }

    private Cyclic cyclic(long address, int index) {
        StructView view = cyclic.at(memory, address);
        return new Cyclic(
                address,
                index,
                view.number("cy_expire"),
                view.number("cy_interval"),
                view.number("cy_handler"),
                view.number("cy_arg"),
                view.number("cy_pend"),
                (int) view.number("cy_level"));
    }

    /**
     * A buffer through which one interrupt level hands cyclics to a lower one.
     *
     * @param address of its first slot
     * @param level to which: 0 low, 1 lock
     * @param role {@code hard} for the side that fills, {@code soft} for the side that empties, {@code shrd} when both use it
     * @param slots what is in it, as far as it was filled
     * @param produced how many were put in
     * @param consumed how many were taken out
     * @param mask the number of slots less one
     */
    public record SoftBuffer(
            long address, int level, String role, List<Integer> slots, long produced, long consumed, long mask) {}

    /** The buffers of the cyclics that are managed at an address. */
    public List<SoftBuffer> buffers(long address) {
        StructView view = own.at(memory, address);
        var found = new ArrayList<SoftBuffer>();
        for (int level = 0; level < 2; level++) {
            String path = "cyp_softbuf[" + level + "].";
            long hard = view.number(path + "cys_hard") & 1;
            long soft = view.number(path + "cys_soft") & 1;
            found.add(buffer(view, path, level, hard, hard == soft ? "shrd" : "hard"));
            if (hard != soft) {
                found.add(buffer(view, path, level, soft, "soft"));
            }
        }
        return found;
    }

    private SoftBuffer buffer(StructView view, String path, int level, long which, String role) {
        String buffer = path + "cys_buf[" + which + "].";
        long at = view.number(buffer + "cypc_buf");
        long produced = view.number(buffer + "cypc_prodndx");
        long mask = view.number(buffer + "cypc_sizemask");
        var slots = new ArrayList<Integer>();
        for (long i = 0; at != 0 && i <= Math.min(Math.min(mask, produced), MOST); i++) {
            slots.add(memory.readInt(at + i * Integer.BYTES));
        }
        return new SoftBuffer(at, level, role, slots, produced, view.number(buffer + "cypc_consndx"), mask);
    }
}
