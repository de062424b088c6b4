package dev.xmdb.target.guest.linux.irq;

import dev.xmdb.dump.vcpu.SharedInfo;
import dev.xmdb.target.Vcpu;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.variable.KernelVariables;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The event channels of a Linux guest, and what its CPUs do about them. */
public final class EventChannels {
    private static final int LEGACY = 16;

    private final KernelVariables kernel;
    private final EventPorts ports;
    private final List<VcpuEvents> cpus;
    private final List<XenIrq> irqs;
    private final Map<Integer, XenIrq> byPort = new HashMap<>();
    private final Map<Integer, IrqDescriptor> descriptors = new HashMap<>();
    private final EventPeers peers;
    private final Set<String> problems = new LinkedHashSet<>();

    private EventChannels(LinuxGuest guest, List<Vcpu> vcpus) {
        this.kernel = KernelVariables.of(guest);
        Optional<SharedInfo> shared = SharedPages.of(guest);
        this.ports = EventPorts.of(kernel, shared);
        this.irqs = XenIrqs.read(kernel, ports.ports(), problems::add);
        irqs.stream().filter(irq -> irq.port() != 0).forEach(irq -> byPort.putIfAbsent(irq.port(), irq));
        IrqDescriptors.read(kernel, problems::add).forEach(each -> descriptors.put(each.number(), each));
        this.cpus = CpuEvents.read(guest, kernel, vcpus, shared, ports, problems::add);
        this.peers = new EventPeers(kernel, problems::add);
        infos();
        for (VcpuEvents cpu : cpus) {
            cpu.queues().stream()
                    .filter(queue -> !queue.fault().isEmpty())
                    .forEach(queue ->
                            problems.add("queue " + queue.priority() + " of CPU " + cpu.cpu() + ": " + queue.fault()));
        }
    }

    /**
     * Those of a guest; read once.
     *
     * @param vcpus the image's
     * @throws TypeDataException when it has none, or its types do not tell what they are
     * @throws MemoryFaultException when the variables that lead to them are not in the image
     */
    public static EventChannels of(LinuxGuest guest, List<Vcpu> vcpus) {
        return guest.kept(EventChannels.class, () -> new EventChannels(guest, vcpus));
    }

    /** The ways from the interrupts' descriptors to what Xen's code keeps of them lead back to where they came from. */
    private void infos() {
        for (XenIrq each : irqs) {
            IrqDescriptor descriptor = descriptors.get(each.irq());
            if (descriptor == null) {
                problems.add("irq_info at " + Long.toHexString(each.address()) + ": there is no irq_desc for irq "
                        + each.irq());
            } else if (!leadsTo(descriptor, each.address())) {
                problems.add("irq_desc at " + Long.toHexString(descriptor.address()) + " of irq " + each.irq()
                        + " leads to " + Long.toHexString(descriptor.chipData())
                        + " and not to its irq_info at " + Long.toHexString(each.address()));
            }
        }
    }

    /**
     * The controller's data is the structure (since 5.9); before, it was that of the handler. The numbers that every PC has belong to
     * another controller, and have an array of their own.
     */
    private boolean leadsTo(IrqDescriptor descriptor, long info) {
        if (descriptor.chipData() == info || descriptor.handlerData() == info) {
            return true;
        }
        OptionalLong legacy = kernel.find("legacy_info_ptrs");
        int irq = descriptor.number();
        try {
            return legacy.isPresent()
                    && irq < LEGACY
                    && kernel.memory().readWord(legacy.getAsLong() + (long) irq * Long.BYTES) == info;
        } catch (MemoryFaultException notThere) {
            return false;
        }
    }

    /** What was found wrong, one sentence each. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Where the state of the channels is. */
    public EventPorts ports() {
        return ports;
    }

    /** What keeps each CPU from taking events. */
    public List<VcpuEvents> cpus() {
        return cpus;
    }

    /** The interrupt numbers of Xen's, those without a channel first. */
    public List<XenIrq> irqs() {
        return irqs;
    }

    /** The channel that an interrupt number is raised by. */
    public Optional<XenIrq> ofIrq(int irq) {
        return irqs.stream().filter(each -> each.irq() == irq).findFirst();
    }

    /** Every channel that the kernel has bound or that has an event, in the order of their numbers. */
    public List<EventChannel> channels() {
        var wanted = new HashSet<>(byPort.keySet());
        try {
            for (int port = 1; port < ports.states(); port++) {
                if (ports.state(port).filter(PortState::pending).isPresent()) {
                    wanted.add(port);
                }
            }
        } catch (MemoryFaultException fault) {
            problems.add("event channels: " + fault.getMessage());
        }
        var channels = new ArrayList<EventChannel>();
        wanted.stream().sorted().forEach(port -> channels.add(channel(port)));
        return channels;
    }

    /** A channel, bound or not. */
    public EventChannel channel(int port) {
        Optional<XenIrq> irq = Optional.ofNullable(byPort.get(port));
        Optional<PortState> state = Optional.empty();
        try {
            state = ports.state(port);
        } catch (MemoryFaultException fault) {
            problems.add("event channel " + port + ": " + fault.getMessage());
        }
        Optional<IrqDescriptor> descriptor = irq.map(each -> descriptors.get(each.irq()));
        EventPeer peer = irq.map(each -> peers.of(port, each.binding())).orElse(EventPeer.UNKNOWN);
        return new EventChannel(port, irq, descriptor, state, peer, delivery(irq, descriptor, state));
    }

    private Delivery delivery(Optional<XenIrq> irq, Optional<IrqDescriptor> descriptor, Optional<PortState> known) {
        if (known.isEmpty() || !known.get().pending()) {
            return Delivery.NONE;
        }
        if (irq.isEmpty()) {
            return Delivery.NOBODY;
        }
        PortState state = known.get();
        if (state.masked()) {
            return irq.get().binding() instanceof XenBinding.Processor ipi && ipi.polled()
                    ? Delivery.POLLED
                    : Delivery.MASKED;
        }
        if (irq.get().active() || (descriptor.isPresent() && descriptor.get().inProgress())) {
            return Delivery.RUNNING;
        }
        if (!state.linked() && !state.busy()) {
            return Delivery.NOT_QUEUED;
        }
        int cpu = irq.get().cpu();
        return cpus.stream().anyMatch(each -> each.cpu() == cpu && each.interruptsOff())
                ? Delivery.CPU_OFF
                : Delivery.WAITS;
    }
}
