package dev.xmdb.sim.truth;

import dev.xmdb.sim.machine.PageTables;
import dev.xmdb.sim.solaris.EventChannels.Bound;
import dev.xmdb.sim.solaris.EventChannels.Driver;
import dev.xmdb.sim.solaris.GuestProcess;
import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.KernelThread;
import dev.xmdb.sim.solaris.MemoryMap.HatTable;
import dev.xmdb.sim.solaris.MessageLog.Message;
import dev.xmdb.sim.solaris.StackBuilder;
import dev.xmdb.sim.solaris.StackBuilder.Frame;
import dev.xmdb.sim.solaris.Symbol;
import dev.xmdb.sim.solaris.Threads.Wait;
import dev.xmdb.sim.solaris.xen.XenInterface;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Collects what is in an image as a tree of maps, lists, texts, numbers and truth values. Addresses, frame numbers and page-table entries
 * are texts, {@code 0x} and hexadecimal digits.
 */
public final class DomainTruth {
    private static final Map<String, String> KINDS =
            Map.of("mutex_sobj_ops", "mutex", "rw_sobj_ops", "rwlock", "cv_sobj_ops", "cv", "sema_sobj_ops", "sema");

    private final Kernel kernel;
    private final Map<String, Object> facts = new LinkedHashMap<>();

    /** For an image of {@code kernel}. */
    public DomainTruth(Kernel kernel) {
        this.kernel = kernel;
    }

    static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    /** Everything collected, and the memory and symbols of the kernel as they are now. */
    public Map<String, Object> facts() {
        facts.put("memory", memory());
        facts.put("symbols", symbols());
        facts.put("mappings", mappings());
        return facts;
    }

    private Map<String, Object> memory() {
        Map<String, Object> memory = new LinkedHashMap<>();
        List<String> holes = new ArrayList<>();
        for (int pfn = 0; pfn < kernel.memory().pages(); pfn++) {
            if (kernel.memory().isBallooned(pfn)) {
                holes.add(hex(pfn));
            }
        }
        memory.put("pages", kernel.memory().pages());
        memory.put("ballooned", holes);
        memory.put("root_mfn", hex(kernel.space().tables().rootMfn()));
        return memory;
    }

    private List<Object> symbols() {
        List<Object> all = new ArrayList<>();
        for (Symbol symbol : kernel.symbols().all()) {
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("module", symbol.module());
            fact.put("name", symbol.name());
            fact.put("address", hex(symbol.va()));
            fact.put("size", symbol.size());
            fact.put("local", symbol.local());
            fact.put("function", symbol.function() != null);
            all.add(fact);
        }
        return all;
    }

    /** One line a mapping of the kernel's: address, guest frame, entry. */
    private List<Object> mappings() {
        List<Object> all = new ArrayList<>();
        for (Map.Entry<Long, PageTables.Mapping> each :
                kernel.space().tables().mappings().entrySet()) {
            PageTables.Mapping mapping = each.getValue();
            all.add(List.of(hex(each.getKey()), hex(mapping.pfn()), hex(mapping.entry())));
        }
        return all;
    }

    /** Adds facts that were collected elsewhere. */
    public void add(Map<String, Object> others) {
        facts.putAll(others);
    }

    /** Names the domain. */
    public void domain(String name, long seed) {
        facts.put("domain", name);
        facts.put("seed", seed);
    }

    /** Adds what another one knows. */
    public void put(String key, Object value) {
        facts.put(key, value);
    }

    /** Tells where the vCPUs stand; {@code stack} holds every frame that the frame pointer leads to. */
    public void vcpus(List<StackBuilder> live) {
        List<Object> all = new ArrayList<>();
        for (StackBuilder each : live) {
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("rip", hex(each.boundary()));
            fact.put("rsp", hex(each.stackPointer()));
            fact.put("rbp", hex(each.framePointer()));
            fact.put("stack", stack(each.callers()));
            all.add(fact);
        }
        facts.put("vcpus", all);
    }

    private static List<Object> stack(List<Frame> frames) {
        List<Object> all = new ArrayList<>();
        for (Frame frame : frames) {
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("fp", hex(frame.fp()));
            fact.put("pc", hex(frame.pc()));
            fact.put("function", frame.function());
            fact.put("offset", frame.offset());
            List<Long> arguments = frame.arguments();
            if (arguments != null) {
                fact.put("arguments", arguments.stream().map(DomainTruth::hex).toList());
            }
            all.add(fact);
        }
        return all;
    }

    /** Tells the threads, in the order of the kernel's list. */
    public void threads(List<KernelThread> threads) {
        List<Object> all = new ArrayList<>();
        for (KernelThread thread : threads) {
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("address", hex(thread.va()));
            fact.put("state", thread.state().name().toLowerCase(Locale.ROOT));
            fact.put("flags", hex(thread.flags()));
            fact.put("priority", thread.priority());
            fact.put("process", hex(thread.owner().proc().va()));
            fact.put("command", thread.owner().command());
            fact.put("start", thread.start());
            String taskq = thread.taskq();
            if (taskq != null) {
                fact.put("taskq", taskq);
            }
            Wait wait = thread.waitsFor();
            if (wait != null) {
                fact.put("wchan", hex(wait.channel()));
                fact.put("sobj", KINDS.getOrDefault(wait.operations(), ""));
            }
            if (thread.turnstile() != 0) {
                fact.put("ts", hex(thread.turnstile()));
            }
            fact.put("sp", hex(kernel.space().getLong(thread.kthread().address("t_pcb") + Long.BYTES)));
            fact.put("stack", stack(thread.stack()));
            all.add(fact);
        }
        facts.put("threads", all);
    }

    /** Tells the processes, the kernel's own first. */
    public void processes(List<GuestProcess> processes) {
        List<Object> all = new ArrayList<>();
        for (GuestProcess process : processes) {
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("address", hex(process.proc().va()));
            fact.put("pid", process.pid());
            fact.put("parent", process.parent());
            fact.put("group", process.group());
            fact.put("session", process.session());
            fact.put("flags", hex(process.flags()));
            fact.put("user", process.user());
            fact.put("command", process.command());
            fact.put("arguments", process.arguments());
            PageTables tables = process.tables();
            if (tables != null) {
                fact.put("root_mfn", hex(tables.rootMfn()));
            }
            all.add(fact);
        }
        facts.put("processes", all);
    }

    /** Tells the event channels. */
    public void channels(List<Bound> channels) {
        List<Object> all = new ArrayList<>();
        for (Bound channel : channels) {
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("channel", channel.channel());
            fact.put("irq", channel.irq());
            fact.put("kind", channel.kind().name().toLowerCase(Locale.ROOT));
            fact.put("virtual", channel.virtual());
            fact.put("level", channel.level());
            fact.put("cpus", hex(channel.cpus()));
            fact.put("handler", channel.handler());
            Driver driver = channel.driver();
            if (driver != null) {
                fact.put("driver", driver.name() + '#' + driver.instance());
            }
            fact.put("pending", channel.pending());
            fact.put("masked", channel.masked());
            all.add(fact);
        }
        facts.put("event_channels", all);
    }

    /** Tells the messages of the log, oldest first. */
    public void messages(List<Message> messages) {
        List<Object> all = new ArrayList<>();
        messages.forEach(each -> all.add(message(each)));
        facts.put("messages", all);
    }

    private static Map<String, Object> message(Message message) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("time", message.time());
        fact.put("text", message.text());
        return fact;
    }

    /** Tells the page tables that the kernel knows of. */
    public void pageTables(List<HatTable> tables) {
        List<Object> all = new ArrayList<>();
        for (HatTable table : tables) {
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("hat", hex(table.hat()));
            fact.put("htable", hex(table.htable()));
            fact.put("level", table.level());
            fact.put("address", hex(table.va()));
            fact.put("pfn", hex(table.pfn()));
            all.add(fact);
        }
        facts.put("page_tables", all);
    }

    /** Tells the rings and the grants that the domain shares with others. */
    public void xen(XenInterface xen) {
        XenTruth truth = new XenTruth(xen);
        facts.put("xenstore_ring", truth.storeMessages());
        facts.put("xenstore_interface", truth.storeInterface());
        facts.put("console_ring", truth.console());
        facts.put("grants", truth.grants());
    }
}
