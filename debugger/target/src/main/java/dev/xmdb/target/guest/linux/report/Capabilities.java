package dev.xmdb.target.guest.linux.report;

import dev.xmdb.dump.vcpu.VcpuContext;
import dev.xmdb.target.guest.Capability;
import dev.xmdb.target.guest.Capability.State;
import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.Recognition;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.guest.linux.log.KernelLog;
import dev.xmdb.target.guest.linux.memory.AddressLayout;
import dev.xmdb.target.guest.linux.variable.ReadableVariables;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What can be done with a kernel, each thing tried by itself. */
final class Capabilities {
    private static final int MOST_MODULES = 4096;
    private static final int PAGE = 4096;

    private final LinuxGuest guest;
    private final ReadableVariables variables;
    private final List<Capability> all = new ArrayList<>();

    Capabilities(LinuxGuest guest) {
        this.guest = guest;
        this.variables = ReadableVariables.of(guest);
    }

    List<Capability> all() {
        Recognition how = guest.recognition();
        found("page-table root", how.root());
        all.add(new Capability("symbols", how.complete() ? State.FOUND : State.LOST, how.symbols()));
        coreInfo();
        types();
        moduleTypes();
        unwindTables();
        listed("log", "records", problems -> KernelLog.read(guest, problems).size());
        listed("tasks", "tasks", problems -> guest.tasks(problems).size());
        modules();
        perCpu();
        processors();
        memory();
        eventChannels();
        panic();
        return List.copyOf(all);
    }

    private void found(String name, String how) {
        all.add(new Capability(name, State.FOUND, how));
    }

    private void none(String name, String why) {
        all.add(new Capability(name, State.NONE, why));
    }

    private void lost(String name, @Nullable String why) {
        all.add(new Capability(name, State.LOST, String.valueOf(why)));
    }

    private static String hex(long value) {
        return Long.toHexString(value);
    }

    private void coreInfo() {
        guest.coreInfo()
                .ifPresentOrElse(
                        info -> found(
                                "VMCOREINFO",
                                info.values().size() + " lines"
                                        + variables.word("vmcoreinfo_data").stream()
                                                .mapToObj(at -> " at " + hex(at))
                                                .findFirst()
                                                .orElse("")),
                        () -> none("VMCOREINFO", "no vmcoreinfo_data in the kernel"));
    }

    private void types() {
        OptionalLong start = guest.kallsyms().valueOf("__start_BTF");
        OptionalLong stop = guest.kallsyms().valueOf("__stop_BTF");
        boolean usable = guest.types().find("struct task_struct").isPresent();
        Optional<String> guessed = guest.types().guessedFrom();
        if (guessed.isPresent()) {
            all.add(new Capability(
                    "types (BTF)",
                    State.GUESSED,
                    "those of tasks and modules as Linux " + guessed.get() + " has them"));
        } else if (usable && start.isPresent() && stop.isPresent()) {
            found("types (BTF)", stop.getAsLong() - start.getAsLong() + " bytes at " + hex(start.getAsLong()));
        } else if (usable) {
            found("types (BTF)", "found by their signature");
        } else {
            lost("types (BTF)", "structures cannot be read by name");
        }
    }

    private void moduleTypes() {
        OptionalLong head = guest.kallsyms().valueOf("btf_modules");
        if (head.isEmpty()) {
            none("module types", "this kernel keeps no list of them");
            return;
        }
        if (guest.types().guessedFrom().isPresent()
                || guest.types().find("struct task_struct").isEmpty()) {
            none("module types", "they build on the kernel's own, which are lost");
            return;
        }
        Chain.End end = new Chain("module types", guest.memory()::readLong, MOST_MODULES)
                .followHeaded(head.getAsLong(), _ -> true);
        if (end.sound()) {
            found("module types", end.delivered() + " modules with types of their own");
        } else {
            lost("module types", end.fault());
        }
    }

    private void unwindTables() {
        Kallsyms symbols = guest.kallsyms();
        long start = symbols.valueOf("__start_orc_unwind_ip").orElse(0);
        long stop = symbols.valueOf("__stop_orc_unwind_ip").orElse(start);
        switch (guest.stackUnwinder().method()) {
            case TABLES ->
                found("stacks", "by " + (stop - start) / Integer.BYTES + " unwind entries (ORC) at " + hex(start));
            case FRAME_POINTERS -> found("stacks", "by frame pointers: the kernel has no unwind tables");
            case GUESSES ->
                all.add(new Capability(
                        "stacks",
                        State.GUESSED,
                        "neither unwind tables nor frame pointers: whatever looks like a return address is listed"));
        }
    }

    /** Something that is read as a list, whose reader says what keeps it from being read. */
    private void listed(String name, String what, Function<Consumer<String>, Integer> reader) {
        var problems = new ArrayList<String>();
        try {
            int count = reader.apply(problems::add);
            if (problems.isEmpty()) {
                found(name, count + " " + what);
            } else {
                lost(name, count + " " + what + ", then: " + problems.getFirst());
            }
        } catch (MemoryFaultException | TypeDataException unusable) {
            lost(name, unusable.getMessage());
        }
    }

    private void modules() {
        int count = guest.modules().all().size();
        if (guest.kallsyms().valueOf("modules").isEmpty()) {
            none("modules", "no symbol of that name");
        } else {
            found("modules", count + " loaded");
        }
    }

    private void perCpu() {
        List<Integer> possible = guest.perCpu().possible();
        try {
            var bases = new ArrayList<String>();
            for (int cpu : possible) {
                bases.add(hex(guest.perCpu().address(0, cpu)));
            }
            found(
                    "per-CPU memory",
                    possible.size() + (possible.size() == 1 ? " CPU, at " : " CPUs, the first at ") + bases.getFirst());
        } catch (MemoryFaultException lost) {
            lost("per-CPU memory", lost.getMessage());
        }
    }

    private void processors() {
        List<VcpuContext> contexts = guest.image().vcpus();
        var matched = new ArrayList<String>();
        var unmatched = new ArrayList<String>();
        for (int cpu : guest.perCpu().online()) {
            Optional<Integer> vcpu = vcpu(contexts, cpu);
            vcpu.ifPresentOrElse(place -> matched.add(cpu + "=" + place), () -> unmatched.add(Integer.toString(cpu)));
        }
        if (unmatched.isEmpty()) {
            found("vCPUs", "every CPU by its GS base (CPU=vCPU): " + String.join(" ", matched));
        } else {
            lost("vCPUs", "no vCPU has the GS base of CPU " + String.join(", ", unmatched));
        }
    }

    private Optional<Integer> vcpu(List<VcpuContext> contexts, int cpu) {
        try {
            long base = guest.perCpu().address(0, cpu);
            for (int each = 0; each < contexts.size(); each++) {
                VcpuContext context = contexts.get(each);
                if (base != 0 && (context.gsBaseKernel() == base || context.gsBaseUser() == base)) {
                    return Optional.of(each);
                }
            }
        } catch (MemoryFaultException lost) {
            // A CPU whose memory cannot be read is like no vCPU.
        }
        return Optional.empty();
    }

    private void memory() {
        AddressLayout layout = AddressLayout.of(guest);
        if (guest.memory().readable(layout.directMap() + PAGE, 1) == 1
                || guest.memory().readable(layout.directMap(), 1) == 1) {
            found("direct map", "all memory at " + hex(layout.directMap()));
        } else {
            lost("direct map", "nothing is mapped at " + hex(layout.directMap()));
        }
        if (guest.memory().readable(layout.vmemmap(), 1) == 1) {
            found("page structures", "at " + hex(layout.vmemmap()));
        } else {
            lost("page structures", "nothing is mapped at " + hex(layout.vmemmap()));
        }
    }

    private void eventChannels() {
        OptionalLong operations = variables.word("evtchn_ops");
        OptionalLong fifo = guest.kallsyms().valueOf("evtchn_ops_fifo");
        if (guest.kallsyms().valueOf("xen_irq_list_head").isEmpty()) {
            none(
                    "event channels",
                    guest.recognition().complete()
                            ? "the kernel was built without Xen"
                            : "no symbols of them are known");
        } else if (operations.isEmpty() || operations.getAsLong() == 0) {
            none("event channels", "the kernel does not use any");
        } else {
            found("event channels", operations.equals(fifo) ? "FIFO" : "2-level, bits in shared_info");
        }
    }

    private void panic() {
        Panic panic = Panic.of(guest);
        if (!panic.happened()) {
            none("panic", "the kernel did not panic");
        } else if (panic.registers().isPresent()) {
            found("panic", "CPU " + panic.cpu().orElse(0) + ", with its registers");
        } else {
            lost(
                    "panic",
                    "no vCPU with kernel registers is known to be CPU "
                            + panic.cpu().orElse(0));
        }
    }
}
