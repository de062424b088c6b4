package dev.xmdb.target.guest.linux.irq;

import dev.xmdb.target.guest.linux.variable.KernelVariables;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Interrupts that have no number, since the CPU's own vectors raise them: the kernel counts them per CPU and lists them by three letters.
 */
public final class ArchitectureCounts {
    private ArchitectureCounts() {}

    /**
     * A kind of them.
     *
     * @param word the letters of /proc/interrupts
     * @param what what it is
     * @param counts how often it came, for each possible CPU
     */
    public record Count(String word, String what, List<Long> counts) {
        /** Copies the list. */
        public Count {
            counts = List.copyOf(counts);
        }
    }

    private record Source(String word, String member, String what) {}

    /** Members of {@code irq_stat}, in the order in which the kernel lists them; a kernel has those that it was built with. */
    private static final List<Source> SOURCES = List.of(
            new Source("NMI", "__nmi_count", "non-maskable interrupts"),
            new Source("LOC", "apic_timer_irqs", "local timer interrupts"),
            new Source("SPU", "irq_spurious_count", "spurious interrupts"),
            new Source("PMI", "apic_perf_irqs", "performance monitoring interrupts"),
            new Source("IWI", "apic_irq_work_irqs", "IRQ work interrupts"),
            new Source("RTR", "icr_read_retry_count", "APIC ICR read retries"),
            new Source("RES", "irq_resched_count", "rescheduling interrupts"),
            new Source("CAL", "irq_call_count", "function call interrupts"),
            new Source("TLB", "irq_tlb_count", "TLB shootdowns"),
            new Source("TRM", "irq_thermal_count", "thermal event interrupts"),
            new Source("THR", "irq_threshold_count", "threshold APIC interrupts"),
            new Source("DFR", "irq_deferred_error_count", "deferred error APIC interrupts"),
            new Source("MCE", "", "machine check exceptions"),
            new Source("MCP", "", "machine check polls"),
            new Source("HYP", "irq_hv_callback_count", "hypervisor callback interrupts"),
            new Source("PIN", "kvm_posted_intr_ipis", "posted-interrupt notification events"),
            new Source("NPI", "kvm_posted_intr_nested_ipis", "nested posted-interrupt events"),
            new Source("PIW", "kvm_posted_intr_wakeup_ipis", "posted-interrupt wakeup events"));

    /**
     * Every kind that the kernel counts.
     *
     * @param problems receives a sentence for counts that cannot be read
     */
    public static List<Count> read(KernelVariables kernel, Consumer<String> problems) {
        OptionalLong variable = kernel.find("irq_stat");
        var found = new ArrayList<Count>();
        if (variable.isEmpty()) {
            return found;
        }
        try {
            StructLayout layout = kernel.types().layout("irq_cpustat_t");
            for (Source source : SOURCES) {
                switch (source.word()) {
                    case "MCE" -> ownVariable(kernel, source, "mce_exception_count", found);
                    case "MCP" -> ownVariable(kernel, source, "mce_poll_count", found);
                    default -> {
                        if (layout.has(source.member())) {
                            long at = variable.getAsLong()
                                    + layout.member(source.member()).offset();
                            found.add(count(kernel, source, at));
                        }
                    }
                }
            }
        } catch (MemoryFaultException | TypeDataException unreadable) {
            problems.accept("irq_stat: " + unreadable.getMessage());
        }
        return List.copyOf(found);
    }

    private static void ownVariable(KernelVariables kernel, Source source, String name, List<Count> found) {
        OptionalLong variable = kernel.find(name);
        if (variable.isPresent()) {
            found.add(count(kernel, source, variable.getAsLong()));
        }
    }

    private static Count count(KernelVariables kernel, Source source, long variable) {
        return new Count(
                source.word(),
                source.what(),
                kernel.perCpu().possible().stream()
                        .map(cpu -> Integer.toUnsignedLong(
                                kernel.memory().readInt(kernel.perCpu().address(variable, cpu))))
                        .toList());
    }
}
