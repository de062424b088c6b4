package dev.xmdb.sim.solaris;

import dev.xmdb.dump.Frames;
import dev.xmdb.sim.machine.PageFlags;
import dev.xmdb.sim.solaris.DataTable.Variable;
import dev.xmdb.sim.solaris.KernelModule.Range;
import dev.xmdb.sim.solaris.layout.TypeName;
import dev.xmdb.sim.solaris.text.Assembler;
import dev.xmdb.sim.solaris.text.Function;
import dev.xmdb.sim.solaris.text.FunctionTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Gives every function and variable an address, and writes the code. The same for every seed: it is one build of the kernel. */
final class ModuleLinker {
    private static final long CORE_HEAP = 0xffffffffc0000000L;
    private static final long HYPERCALL_PAGE = Kernel.TEXT + Frames.PAGE_SIZE;
    private static final long UNIX_TEXT = HYPERCALL_PAGE + Frames.PAGE_SIZE;
    private static final int HYPERCALL_STUB = 32;
    private static final long GENUNIX_DATA = 0xfffffffffbd20000L;
    private static final long BUILD = 0x5eed;

    /** What else is loaded, with what each says of itself; the order of the ids. */
    private static final Map<String, String> LOADED = loaded();

    private final Kernel kernel;
    private final Map<String, Function> functions = new LinkedHashMap<>();
    private final Map<String, Long> addresses = new LinkedHashMap<>();
    private final Random build = new Random(BUILD);
    private final List<Variable> variables = DataTable.variables();

    ModuleLinker(Kernel kernel) {
        this.kernel = kernel;
    }

    private static Map<String, String> loaded() {
        Map<String, String> loaded = new LinkedHashMap<>();
        loaded.put("specfs", "filesystem for specfs");
        loaded.put("dtrace", "Dynamic Tracing");
        loaded.put("xpv_psm", "xVM Interrupt Management");
        loaded.put("scsi_vhci", "SCSI VHCI Driver");
        loaded.put("ufs", "filesystem for ufs");
        loaded.put("xpvd", "virtual device nexus driver");
        loaded.put("xencons", "virtual console driver");
        loaded.put("ldterm", "terminal line discipline");
        loaded.put("xdf", "virtual block driver");
        loaded.put("xnf", "Virtual Ethernet driver");
        loaded.put("sppp", "PPP 4.0 mux");
        loaded.put("ptm", "Master streams driver 'ptm'");
        loaded.put("crypto", "Cryptographic Library Interface");
        loaded.put("md", "Solaris Volume Manager base module");
        loaded.put("fcip", "SunFC FCIP");
        loaded.put("logindmux", "LOGIND MUX Driver");
        loaded.put("nfs", "NFS syscall, client, and common");
        return loaded;
    }

    List<KernelModule> link() {
        List<Function> table = new ArrayList<>(FunctionTable.functions());
        for (String module : LOADED.keySet()) {
            for (String name : List.of("_init", "_fini", "_info")) {
                table.add(entryPoint(module, name));
            }
        }
        List<KernelModule> modules = new ArrayList<>();
        hypercallPage();
        long textEnd = text("unix", table, UNIX_TEXT);
        long genunixText = textEnd;
        long genunixEnd = text("genunix", table, genunixText);
        Range unixData = data("unix", Kernel.DATA);
        Range genunixData = data("genunix", GENUNIX_DATA);
        modules.add(new KernelModule(
                0, "unix", "/platform/i86xpv/kernel/amd64/unix", "", new Range(Kernel.TEXT, textEnd), unixData));
        modules.add(new KernelModule(
                1, "genunix", "/kernel/amd64/genunix", "", new Range(genunixText, genunixEnd), genunixData));
        long next = CORE_HEAP;
        for (var each : LOADED.entrySet()) {
            String module = each.getKey();
            long end = text(module, table, next);
            Range data = data(module, roundUp(end));
            String file = "/kernel/drv/amd64/" + module;
            modules.add(
                    new KernelModule(modules.size() + 1, module, file, each.getValue(), new Range(next, end), data));
            next = roundUp(data.end());
        }
        assemble();
        return modules;
    }

    private static Function entryPoint(String module, String name) {
        return new Function(module, name, Function.Style.BARE, 0x40, 0x10, TypeName.of("int"), List.of(), List.of());
    }

    private static long roundUp(long va) {
        return (va + Frames.PAGE_SIZE - 1) & -Frames.PAGE_SIZE;
    }

    /** Places a module's functions one after the other. Returns the end. */
    private long text(String module, List<Function> table, long start) {
        long va = start;
        for (Function function : table) {
            if (function.module().equals(module)) {
                functions.put(module + '`' + function.name(), function);
                addresses.put(module + '`' + function.name(), va);
                kernel.symbols().add(new Symbol(module, function.name(), va, function.size(), false, null, function));
                va = (va + function.size() + 15) & -16;
            }
        }
        if (start >= CORE_HEAP) {
            kernel.space().back(start, va - start, 0);
        }
        return va;
    }

    private void assemble() {
        functions.forEach((name, function) -> {
            long va = addresses.getOrDefault(name, 0L);
            var assembler = new Assembler(
                    callee -> kernel.symbols().find(function.module(), callee).va(), build);
            kernel.space().put(va, assembler.assemble(function, va));
        });
    }

    /** The stubs that Xen writes: save two registers, number to %eax, syscall, restore, ret. */
    private void hypercallPage() {
        for (int call = 0; call < Frames.PAGE_SIZE / HYPERCALL_STUB; call++) {
            byte[] stub = {
                0x51, 0x41, 0x53, (byte) 0xb8, (byte) call, 0, 0, 0, 0x0f, 0x05, 0x41, 0x5b, 0x59, (byte) 0xc3
            };
            kernel.space().put(HYPERCALL_PAGE + (long) call * HYPERCALL_STUB, stub);
        }
        Function page = new Function(
                "unix",
                "hypercall_page",
                Function.Style.ASSEMBLY,
                Frames.PAGE_SIZE,
                0,
                TypeName.of("void"),
                List.of(),
                List.of());
        kernel.symbols().add(new Symbol("unix", page.name(), HYPERCALL_PAGE, Frames.PAGE_SIZE, false, null, page));
    }

    /** Places a module's variables, those with an address there, the others around them. */
    private Range data(String module, long start) {
        List<Range> taken = new ArrayList<>();
        for (Variable each : variables) {
            if (each.module().equals(module) && each.va().isPresent()) {
                long va = each.va().getAsLong();
                taken.add(new Range(va, va + kernel.layouts().size(each.type())));
            }
        }
        long next = start;
        long end = start;
        for (Variable each : variables) {
            if (each.module().equals(module)) {
                int size = kernel.layouts().size(each.type());
                long va = each.va().orElse(free(taken, next, size));
                next = each.va().isPresent() ? next : va + size;
                end = Math.max(end, va + size);
                kernel.space().back(va, size, PageFlags.WRITABLE | PageFlags.DIRTY | PageFlags.NO_EXECUTE);
                kernel.symbols().add(new Symbol(module, each.name(), va, size, each.local(), each.type(), null));
            }
        }
        kernel.space().back(start, end - start, PageFlags.WRITABLE | PageFlags.DIRTY | PageFlags.NO_EXECUTE);
        return new Range(start, end);
    }

    private static long free(List<Range> taken, long from, int size) {
        long va = (from + 15) & -16;
        for (boolean moved = true; moved; ) {
            moved = false;
            for (Range range : taken) {
                if (va < range.end() && va + size > range.start()) {
                    va = (range.end() + 15) & -16;
                    moved = true;
                }
            }
        }
        return va;
    }
}
