package dev.xmdb.target.guest.linux;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeLink;
import dev.xmdb.target.types.Types;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Types of variables that every Linux kernel has and that BTF does not tell. A type ending in {@code []} has as many elements as fit. */
final class KnownVariables {
    private static final String ARRAY = "[]";
    /** Bytes of the largest array of these: the offsets of 8192 CPUs. */
    private static final long LARGEST = 8192L * Long.BYTES;

    private static final long LONGEST_TEXT = 4096;

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("init_task", "struct task_struct"),
            Map.entry("init_mm", "struct mm_struct"),
            Map.entry("init_uts_ns", "struct uts_namespace"),
            Map.entry("init_net", "struct net"),
            Map.entry("root_task_group", "struct task_group"),
            Map.entry("slab_caches", "struct list_head"),
            Map.entry("modules", "struct list_head"),
            Map.entry("btf_modules", "struct list_head"),
            Map.entry("xen_irq_list_head", "struct list_head"),
            Map.entry("vmap_area_list", "struct list_head"),
            Map.entry("super_blocks", "struct list_head"),
            Map.entry("prb", "struct printk_ringbuffer *"),
            Map.entry("irq_desc_tree", "struct xarray"),
            Map.entry("sparse_irqs", "struct maple_tree"),
            Map.entry("evtchn_to_irq", "int **"),
            Map.entry("legacy_info_ptrs", "struct irq_info *[]"),
            Map.entry("event_array", "void *[]"),
            Map.entry("node_data", "struct pglist_data *[]"),
            Map.entry("mem_section", "struct mem_section **"),
            Map.entry("__per_cpu_offset", "unsigned long[]"),
            Map.entry("__cpu_online_mask", "struct cpumask"),
            Map.entry("__cpu_possible_mask", "struct cpumask"),
            Map.entry("__cpu_present_mask", "struct cpumask"),
            Map.entry("jiffies_64", "u64"),
            Map.entry("avenrun", "unsigned long[]"),
            Map.entry("saved_command_line", "char *"),
            Map.entry("panic_cpu", "atomic_t"),
            Map.entry("crashing_cpu", "int"),
            Map.entry("nr_cpu_ids", "unsigned int"),
            Map.entry("page_offset_base", "unsigned long"),
            Map.entry("vmalloc_base", "unsigned long"),
            Map.entry("vmemmap_base", "unsigned long"),
            Map.entry("phys_base", "unsigned long"),
            Map.entry("high_memory", "void *"),
            Map.entry("max_pfn", "unsigned long"),
            Map.entry("linux_banner", "char[]"),
            Map.entry("init_top_pgt", "unsigned long[]"),
            Map.entry("xen_start_info", "struct start_info *"),
            Map.entry("HYPERVISOR_shared_info", "struct shared_info *"),
            Map.entry("pcpu_base_addr", "void *"));

    /** Variables of which every CPU has one, for kernels whose BTF does not tell of them (up to 5.10). */
    private static final Map<String, String> PER_CPU = Map.ofEntries(
            Map.entry("runqueues", "struct rq"),
            Map.entry("current_task", "struct task_struct *"),
            Map.entry("cpu_number", "int"),
            Map.entry("this_cpu_off", "unsigned long"),
            Map.entry("__preempt_count", "int"),
            Map.entry("cpu_info", "struct cpuinfo_x86"),
            Map.entry("cpu_tss_rw", "struct tss_struct"),
            Map.entry("cpu_tlbstate", "struct tlb_state"),
            Map.entry("irq_stat", "irq_cpustat_t"),
            Map.entry("kstat", "struct kernel_stat"),
            Map.entry("kernel_cpustat", "struct kernel_cpustat"),
            Map.entry("softnet_data", "struct softnet_data"),
            Map.entry("hrtimer_bases", "struct hrtimer_cpu_base"),
            Map.entry("tick_cpu_device", "struct tick_device"),
            Map.entry("tick_cpu_sched", "struct tick_sched"),
            Map.entry("rcu_data", "struct rcu_data"),
            Map.entry("vm_event_states", "struct vm_event_state"),
            Map.entry("xen_vcpu", "struct vcpu_info *"),
            Map.entry("xen_vcpu_info", "struct vcpu_info"),
            Map.entry("xen_vcpu_id", "u32"),
            Map.entry("xen_runstate", "struct vcpu_runstate_info"));

    private KnownVariables() {}

    /** The names of variables of which every CPU has one. */
    static Stream<String> perCpu() {
        return PER_CPU.keySet().stream();
    }

    /**
     * The type of a variable, when it is one of these and the kernel's types know its parts. Of an array the table of symbols tells how
     * much room there is up to the next symbol, which is no length: text ends at its NUL, and what would be larger than any array here
     * has no known number of elements (0).
     *
     * @param memory where the variable is
     */
    static Optional<Type> typeOf(Types types, Symbol symbol, AddressSpace memory) {
        String text = TYPES.getOrDefault(symbol.name(), PER_CPU.get(symbol.name()));
        if (text == null) {
            return Optional.empty();
        }
        if (!text.endsWith(ARRAY)) {
            return types.find(text);
        }
        return types.find(text.substring(0, text.length() - ARRAY.length()))
                .filter(element -> element.size() > 0)
                .map(element -> new Type.Array(
                        TypeLink.to(element),
                        element.size() == Byte.BYTES
                                ? textLength(symbol, memory)
                                : symbol.size() > LARGEST ? 0 : symbol.size() / element.size(),
                        0));
    }

    /** Bytes of a text with the NUL at its end; 0 when there is none. */
    private static long textLength(Symbol symbol, AddressSpace memory) {
        long most = Math.min(symbol.size(), LONGEST_TEXT);
        try {
            for (long at = 0; at < most; at++) {
                if (memory.readByte(symbol.value() + at) == 0) {
                    return at + 1;
                }
            }
        } catch (MemoryFaultException lost) {
            return 0;
        }
        return 0;
    }
}
