package dev.xmdb.sim.scenario;

import dev.xmdb.dump.Frames;
import dev.xmdb.sim.scenario.SystemCalls.OpenFile;
import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.sim.solaris.GuestProcess;
import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.StackBuilder;
import dev.xmdb.sim.solaris.run.Cpu;
import dev.xmdb.sim.solaris.run.Frame;
import dev.xmdb.sim.solaris.run.Freezer;
import dev.xmdb.sim.solaris.run.SimThread;
import dev.xmdb.sim.solaris.run.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kernel panicked: one thread said why, the other CPUs stand still. */
final class Panic implements Scenario {
    private static final int COMMANDS = 20;
    private static final int PATIENCE = 2000;
    private static final int STOP_LEVEL = 15;
    private static final int STOP_IRQ = 263;
    private static final int PANICKING = 0x800;
    private static final int HEADER = 8;
    private static final int NAME = 16;

    @Override
    public String name() {
        return "panic";
    }

    @Override
    public String fault() {
        return "the kernel panicked: a file system found a block that was free already; the other vCPUs are stopped";
    }

    @Override
    public int usualVcpus() {
        return 2;
    }

    @Override
    public FrozenDomain freeze(Options options) {
        Domain domain = new Domain(name(), options, options.orUsually(this).vcpus());
        Population population = Inhabitants.of(domain, COMMANDS);
        Kernel kernel = domain.kernel();
        domain.simulation().run(50L + kernel.random().nextInt(200));
        String message = "free: freeing free block, dev = 0x5a00000000, block = %d, fs = /"
                .formatted(kernel.random().nextInt(1 << 20));
        long text = kernel.text(message);
        GuestProcess process = population.newProcess("/usr/bin/rm core");
        OpenFile file = population.calls().file();
        SimThread victim = population.thread(process, 1, 59, place -> List.of(dying(file, text)));
        domain.simulation().runUntil(() -> isPanicking(domain), PATIENCE);
        Cpu panicked = victim.cpu() == null ? domain.simulation().cpus().getFirst() : victim.cpu();
        stopOthers(domain, panicked);
        domain.log("panic[cpu" + panicked.id() + "]/thread=" + Long.toHexString(victim.va()) + ": " + message);
        return domain.freeze(frozen -> List.of(record(domain, frozen, victim, panicked, message, text)));
    }

    private static Step dying(OpenFile file, long text) {
        Step last = SystemCalls.call(Frame.of("HYPERVISOR_shutdown", 3), new Step.Work(Integer.MAX_VALUE));
        Step panic = SystemCalls.call(
                Frame.of("panic", text),
                new Step.Work(1),
                SystemCalls.call(Frame.of("vpanic"), SystemCalls.call(Frame.of("panicsys", text, 0, 0, 0), last)));
        return SystemCalls.call(
                Frame.of("unlink", 0x8047b10),
                SystemCalls.call(Frame.of("ufs_delete", file.vnode()), new Step.EnterRw(file.contents(), true), panic));
    }

    private static boolean isPanicking(Domain domain) {
        return domain.simulation().cpus().stream()
                .anyMatch(cpu -> cpu.isIn("HYPERVISOR_shutdown") && cpu.isUninterrupted());
    }

    private static void stopOthers(Domain domain, Cpu panicked) {
        for (Cpu cpu : domain.simulation().cpus()) {
            if (!cpu.equals(panicked)) {
                List<Frame> calls = List.of(
                        Frame.of("dispatch_hilevel", STOP_IRQ, 0),
                        Frame.of("av_dispatch_autovect", STOP_IRQ),
                        Frame.of("xc_serv", 0),
                        Frame.of("panic_idle"));
                domain.simulation().interrupts().endless(cpu, STOP_LEVEL, STOP_IRQ, 0x208, null, calls);
            }
        }
    }

    private static Map<String, Object> record(
            Domain domain, Freezer frozen, SimThread victim, Cpu cpu, String message, long text) {
        Kernel kernel = domain.kernel();
        StackBuilder.Frame frame = frozen.live().get(cpu.id()).callers().stream()
                .filter(each -> each.function().equals("vpanic"))
                .findFirst()
                .orElseThrow();
        Map<String, Long> registers = registers(kernel, victim, frame, text);
        GuestStruct regs = kernel.make("struct regs");
        registers.forEach((name, value) -> {
            String member = MEMBERS.get(name);
            if (member != null) {
                regs.set(member, value);
            }
        });
        regs.set("r_savfp", frame.fp()).set("r_savpc", frame.pc());
        kernel.set("panic_reg", regs.va());
        kernel.variable("label_t", "panic_regs").set("val", 0, frame.pc()).set("val", 1, frame.fp());
        kernel.set("panicstr", text);
        kernel.set("panic_thread", victim.va());
        victim.place().kthread().set("t_flag", PANICKING);
        domain.threads()
                .all()
                .replaceAll(each -> each.va() == victim.va() ? each.withFlags(each.flags() | PANICKING) : each);
        byte[] copy =
                kernel.space().get(cpu.processor().cpu().va(), kernel.layouts().size("struct cpu"));
        kernel.space().put(kernel.symbols().address("panic_cpu"), copy);
        buffer(kernel, registers, message);
        Map<String, Object> fault = Domain.fact("panic");
        fault.put("message", message);
        fault.put("thread", Domain.hex(victim.va()));
        fault.put("cpu", cpu.id());
        fault.put("rip", Domain.hex(frame.pc()));
        fault.put("rbp", Domain.hex(frame.fp()));
        Map<String, Object> told = new LinkedHashMap<>();
        registers.forEach((name, value) -> told.put(name, Domain.hex(value)));
        fault.put("registers", told);
        return fault;
    }

    private static final Map<String, String> MEMBERS = Map.ofEntries(
            Map.entry("rdi", "r_rdi"),
            Map.entry("rsi", "r_rsi"),
            Map.entry("rax", "r_rax"),
            Map.entry("rbp", "r_rbp"),
            Map.entry("rip", "r_rip"),
            Map.entry("rsp", "r_rsp"),
            Map.entry("cs", "r_cs"),
            Map.entry("ss", "r_ss"),
            Map.entry("rflags", "r_rfl"));

    private static Map<String, Long> registers(Kernel kernel, SimThread victim, StackBuilder.Frame frame, long text) {
        Map<String, Long> registers = new LinkedHashMap<>();
        registers.put("rdi", text);
        registers.put("rsi", frame.fp() + 2L * Long.BYTES);
        for (String name : List.of("rdx", "rcx", "r8", "r9")) {
            registers.put(name, (long) kernel.random().nextInt(1 << 16));
        }
        registers.put("rax", 0L);
        registers.put("rbx", text);
        registers.put("rbp", frame.fp());
        for (String name : List.of("r10", "r11", "r12", "r13", "r14", "r15")) {
            registers.put(name, (long) kernel.random().nextInt(1 << 16));
        }
        for (String name : List.of("fsbase", "gsbase", "ds", "es", "fs", "gs", "trapno", "err")) {
            registers.put(name, 0L);
        }
        registers.put("rip", frame.pc());
        registers.put("cs", 0xe030L);
        registers.put("rflags", 0x246L);
        registers.put("rsp", frame.fp() - 16);
        registers.put("ss", 0xe02bL);
        registers.put("cr3", kernel.space().tables().rootMfn() << Frames.PAGE_SHIFT);
        registers.put("thread", victim.va());
        return registers;
    }

    private static void buffer(Kernel kernel, Map<String, Long> registers, String message) {
        long va = kernel.symbols().address("panicbuf");
        List<String> names = new ArrayList<>(registers.keySet());
        names.remove("thread");
        int size = NAME + Long.BYTES;
        int text = HEADER + names.size() * size;
        kernel.space().put(va, Integer.BYTES, 1);
        kernel.space().put(va + Integer.BYTES, Integer.BYTES, text);
        for (int index = 0; index < names.size(); index++) {
            long at = va + HEADER + (long) index * size;
            kernel.space().putText(at, names.get(index));
            kernel.space().putLong(at + NAME, registers.getOrDefault(names.get(index), 0L));
        }
        kernel.space().putText(va + text, message);
    }
}
