package dev.xmdb.target.guest.linux.irq;

import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.vcpu.SharedInfo;
import dev.xmdb.target.Vcpu;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.variable.KernelVariables;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructView;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Reads what each CPU and Xen tell each other. */
final class CpuEvents {
    private static final int QUEUES = 16;
    /** The slots for vCPUs in the page that the domain shares with Xen; stale once the guest has moved them. */
    private static final int SLOTS = 32;

    private static final long INTERRUPT_FLAG = 1L << 9;

    private final LinuxGuest guest;
    private final KernelVariables kernel;
    private final AddressSpace memory;
    private final Optional<SharedInfo> shared;
    private final EventPorts ports;
    private final Consumer<String> problems;

    private CpuEvents(
            LinuxGuest guest,
            KernelVariables kernel,
            Optional<SharedInfo> shared,
            EventPorts ports,
            Consumer<String> problems) {
        this.ports = ports;
        this.guest = guest;
        this.kernel = kernel;
        this.memory = kernel.memory();
        this.shared = shared;
        this.problems = problems;
    }

    /** Every CPU that the kernel made room for. */
    static List<VcpuEvents> read(
            LinuxGuest guest,
            KernelVariables kernel,
            List<Vcpu> vcpus,
            Optional<SharedInfo> shared,
            EventPorts ports,
            Consumer<String> problems) {
        var reader = new CpuEvents(guest, kernel, shared, ports, problems);
        return kernel.perCpu().possible().stream()
                .map(cpu -> reader.one(cpu, vcpus))
                .toList();
    }

    private VcpuEvents one(int cpu, List<Vcpu> vcpus) {
        Told told = told(cpu);
        long control = 0;
        int ready = 0;
        List<EventQueue> queues = List.of();
        if (ports instanceof EventPorts.Fifo && kernel.has("cpu_control_block")) {
            try {
                control = memory.readWord(kernel.address("cpu_control_block", cpu));
                if (control != 0) {
                    StructView block = kernel.types()
                            .layout("struct evtchn_fifo_control_block")
                            .at(memory, control);
                    ready = (int) block.number("ready");
                    queues = queues(cpu, block, ready);
                }
            } catch (MemoryFaultException fault) {
                problems.accept("control block of CPU " + cpu + ": " + fault.getMessage());
            }
        }
        return new VcpuEvents(
                cpu,
                told.address(),
                told.inImage(),
                told.pending(),
                told.mask(),
                told.selector(),
                control,
                ready,
                queues,
                off(cpu, vcpus, told));
    }

    /** The guest goes on from where it stopped in a queue; when it was at its end, from the head that Xen set, which is stale unless ready. */
    private List<EventQueue> queues(int cpu, StructView block, int ready) {
        var queues = new ArrayList<EventQueue>();
        OptionalLong own =
                kernel.has("cpu_queue") ? OptionalLong.of(kernel.address("cpu_queue", cpu)) : OptionalLong.empty();
        for (int priority = 0; priority < QUEUES; priority++) {
            int head = own.isPresent() ? memory.readInt(own.getAsLong() + (long) priority * Integer.BYTES) : 0;
            if (head == 0 && (ready >>> priority & 1) != 0) {
                head = (int) block.number("head[" + priority + "]");
            }
            if (head != 0) {
                queues.add(queue(priority, head));
            }
        }
        return queues;
    }

    private EventQueue queue(int priority, int head) {
        var waiting = new LinkedHashSet<Integer>();
        String fault = "";
        for (int port = head; port != 0 && fault.isEmpty(); ) {
            Optional<PortState> state = ports.state(port);
            if (state.isEmpty()) {
                fault = "event channel " + Integer.toUnsignedString(port) + " has no state";
            } else if (!waiting.add(port)) {
                fault = "runs in a circle at event channel " + port;
            } else {
                port = state.get().next();
            }
        }
        return new EventQueue(priority, List.copyOf(waiting), fault);
    }

    private record Told(long address, boolean inImage, boolean pending, boolean mask, long selector) {}

    /** From where the CPU's pointer leads, else from the image's own copy of the shared page while the pointer leads there. */
    private Told told(int cpu) {
        long address = 0;
        try {
            address = kernel.has("xen_vcpu") ? memory.readWord(kernel.address("xen_vcpu", cpu)) : 0;
            if (address == 0) {
                return new Told(0, false, false, false, 0);
            }
            StructView view = kernel.types().layout("struct vcpu_info").at(memory, address);
            return new Told(
                    address,
                    true,
                    view.number("evtchn_upcall_pending") != 0,
                    view.number("evtchn_upcall_mask") != 0,
                    view.number("evtchn_pending_sel"));
        } catch (MemoryFaultException notThere) {
            if (shared.isPresent() && cpu < SLOTS && inSharedPage(address, cpu)) {
                SharedInfo.VcpuInfo slot = shared.get().vcpu(cpu);
                return new Told(address, true, slot.upcallPending(), slot.upcallMask(), slot.pendingSelector());
            }
            problems.accept("vcpu_info of CPU " + cpu + ": " + notThere.getMessage());
            return new Told(address, false, false, false, 0);
        }
    }

    private boolean inSharedPage(long address, int cpu) {
        OptionalLong pointer = kernel.find("HYPERVISOR_shared_info");
        long slot = kernel.types().layout("struct vcpu_info").size() * cpu;
        return pointer.isPresent() && address == memory.readWord(pointer.getAsLong()) + slot;
    }

    private boolean off(int cpu, List<Vcpu> vcpus, Told told) {
        if (guest.image().kind() == DomainKind.PV) {
            return told.mask();
        }
        OptionalLong base = kernel.has("__per_cpu_offset")
                ? OptionalLong.of(kernel.perCpu().address(0, cpu))
                : OptionalLong.empty();
        return vcpus.stream()
                .filter(vcpu -> base.isPresent()
                        && (vcpu.registers().value("gs_base_kernel").equals(base)
                                || vcpu.registers().value("gs_base_user").equals(base)))
                .anyMatch(vcpu -> (vcpu.context().processorFlags() & INTERRUPT_FLAG) == 0);
    }
}
