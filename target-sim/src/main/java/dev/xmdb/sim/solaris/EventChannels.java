package dev.xmdb.sim.solaris;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kernel's tables of event channels and interrupts, and the device tree that the interrupts belong to. */
public final class EventChannels {
    /** How many channels there are, bound or not. */
    public static final int CHANNELS = 4096;

    private static final int PHYSICAL_IRQS = 256;
    private static final int VIRTUAL_INTERRUPTS = 24;
    private static final int IPI_LEVELS = 16;
    private static final int UNUSED = -1;

    private final Kernel kernel;
    private final List<Bound> bound = new ArrayList<>();
    private final Set<Integer> handled = new HashSet<>();
    private final long parent;

    /** How an interrupt is bound, with the kernel's values of {@code ii_type}. */
    public enum Kind {
        /** A virtual interrupt of the hypervisor's. */
        VIRTUAL(2),
        /** An interrupt from one CPU to another. */
        PROCESSOR(3),
        /** A channel to another domain. */
        CHANNEL(4);

        private final int value;

        Kind(int value) {
            this.value = value;
        }
    }

    /** A driver instance that takes an interrupt. */
    public record Driver(String name, int instance) {}

    /**
     * A bound channel.
     *
     * @param virtual number of the virtual interrupt, or -1
     * @param cpus bit set of the CPUs that may take it
     * @param handler the function that takes it; empty for none
     */
    public record Bound(
            int channel,
            int irq,
            Kind kind,
            int virtual,
            int level,
            long cpus,
            String handler,
            @Nullable Driver driver,
            boolean pending,
            boolean masked) {}

    /** Empty tables. */
    public EventChannels(Kernel kernel) {
        this.kernel = kernel;
        this.parent = node("xpvd", 0, 0);
        for (int irq = 0; irq < PHYSICAL_IRQS; irq++) {
            irq(irq).set("ii_type", 1);
        }
        long channels = kernel.symbols().address("evtchn_to_irq");
        for (int channel = 0; channel < CHANNELS; channel++) {
            kernel.space().put(channels + (long) channel * Short.BYTES, Short.BYTES, UNUSED);
        }
        for (int index = 0; index < VIRTUAL_INTERRUPTS; index++) {
            group("virq_info", index).set("mi_irq", UNUSED);
        }
        for (int level = 0; level < IPI_LEVELS; level++) {
            group("ipi_info", level).set("mi_irq", UNUSED);
        }
    }

    private GuestStruct irq(int irq) {
        long table = kernel.symbols().address("irq_info");
        return kernel.at("irq_info_t", table + (long) irq * kernel.layouts().size("irq_info_t"));
    }

    private GuestStruct group(String table, int index) {
        long va = kernel.symbols().address(table);
        return kernel.at("mec_info_t", va + (long) index * kernel.layouts().size("mec_info_t"));
    }

    private long node(String name, int instance, long above) {
        return kernel.make("struct dev_info")
                .set("devi_parent", above)
                .set("devi_binding_name", kernel.text(name))
                .set("devi_node_name", kernel.text(name))
                .set("devi_instance", instance)
                .va();
    }

    /** Every bound channel, in the order of binding. */
    public List<Bound> bound() {
        return bound;
    }

    /** Binds a channel. */
    public void bind(Bound each) {
        long cpus = kernel.symbols().address("evtchn_cpus") + (long) Long.BYTES * each.channel();
        long irqs = kernel.symbols().address("evtchn_to_irq") + (long) Short.BYTES * each.channel();
        kernel.space().putLong(cpus, each.cpus());
        kernel.space().put(irqs, Short.BYTES, each.irq());
        int word = switch (each.kind()) {
            case VIRTUAL -> each.virtual();
            case PROCESSOR -> each.level();
            case CHANNEL -> each.channel();
        };
        irq(each.irq())
                .set("ii_u.evtchn", word)
                .set("ii_type", each.kind().value)
                .set("ii_u2.ipl", each.level());
        if (each.kind() != Kind.CHANNEL) {
            GuestStruct group = group(each.kind() == Kind.VIRTUAL ? "virq_info" : "ipi_info", word)
                    .set("mi_irq", each.irq());
            boolean shared = Long.bitCount(each.cpus()) > 1;
            group.set("mi_shared", shared ? 1 : 0);
            for (int cpu = 0; cpu < Long.SIZE; cpu++) {
                if (((each.cpus() >>> cpu) & 1) != 0) {
                    group.set("mi_evtchns", cpu, each.channel());
                }
            }
        }
        if (!each.handler().isEmpty() && handled.add(each.irq())) {
            handler("autovect", each.irq(), each.level(), each.handler(), driverNode(each.driver()));
        }
        bound.add(each);
    }

    private long driverNode(@Nullable Driver driver) {
        return driver == null ? 0 : node(driver.name(), driver.instance(), parent);
    }

    /** Adds the handler of a soft interrupt. */
    public void soft(int level, String handler) {
        handler("softvect", level, level, handler, 0);
    }

    private void handler(String table, int index, int level, String handler, long node) {
        GuestStruct vector = kernel.make("struct autovec")
                .set("av_vector", kernel.symbols().address(handler))
                .set("av_prilevel", level)
                .set("av_dip", node);
        long head = kernel.symbols().address(table)
                + (long) index * kernel.layouts().size("struct av_head");
        kernel.at("struct av_head", head)
                .set("avh_link", vector.va())
                .set("avh_hi_pri", level)
                .set("avh_lo_pri", level);
    }
}
