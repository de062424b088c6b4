package dev.xmdb.sim.solaris;

import dev.xmdb.sim.ctf.CtfContainer;
import dev.xmdb.sim.solaris.layout.TypeName;
import dev.xmdb.sim.solaris.vmem.Origin;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the kernel's modules into memory the way its run-time linker leaves them: text and data, symbol and string tables, type
 * information, the circular list of {@code modctl}, and the page that leads a debugger there.
 */
final class ModuleLoader {
    private static final int SYMBOL_SIZE = 24;
    private static final int TYPE_OBJECT = 1;
    private static final int TYPE_FUNCTION = 2;
    private static final int TYPE_FILE = 4;
    private static final int GLOBAL = 1 << 4;
    private static final int TEXT_SECTION = 1;
    private static final int DATA_SECTION = 2;
    private static final int ABSOLUTE = 0xfff1;
    private static final int SECTION_SYMTAB = 2;
    private static final int SECTION_STRTAB = 3;
    private static final int FLAGS = 0x04 | 0x10 | 0x20 | 0x80; // executable, primary, resolved, relocated
    private static final int LOADED_FLAGS = 0x20 | 0x80;
    private static final long DEBUG_MAGIC = 0xdeb116edL;
    private static final String LABEL = "SunOS 5.11 onnv-johnlev";

    private final Kernel kernel;

    ModuleLoader(Kernel kernel) {
        this.kernel = kernel;
    }

    void load(List<KernelModule> modules) {
        CtfContainer genunix = CtfContainer.parent(kernel.layouts(), "genunix", LABEL);
        List<GuestStruct> controls = new ArrayList<>();
        for (KernelModule module : modules) {
            CtfContainer types = module.name().equals("genunix")
                    ? genunix
                    : CtfContainer.child(kernel.layouts(), module.name(), LABEL, genunix);
            controls.add(control(module, types));
        }
        for (int index = 0; index < controls.size(); index++) {
            GuestStruct next = controls.get((index + 1) % controls.size());
            controls.get(index).set("mod_next", next.va());
            next.set("mod_prev", controls.get(index).va());
        }
        debugInfo(modules);
    }

    private void debugInfo(List<KernelModule> modules) {
        KernelModule unix = modules.get(0);
        KernelModule genunix = modules.get(1);
        kernel.at("debug_info_t", Kernel.DEBUG_INFO)
                .set("di_magic", DEBUG_MAGIC)
                .set("di_version", 1)
                .set("di_modules", kernel.symbols().address("modules"))
                .set("di_s_text", unix.text().start())
                .set("di_e_text", genunix.text().end())
                .set("di_s_data", unix.data().start())
                .set("di_e_data", genunix.data().end())
                .set("di_hat_htable_off", kernel.layouts().offset("struct hat", "hat_htable"))
                .set("di_ht_pfn_off", kernel.layouts().offset("struct htable", "ht_pfn"));
    }

    private GuestStruct control(KernelModule module, CtfContainer types) {
        GuestStruct control =
                module.id() == 0 ? kernel.variable("struct modctl", "modules") : kernel.make("struct modctl");
        GuestStruct body = kernel.make("struct module");
        long file = kernel.text(module.file());
        control.set("mod_id", module.id())
                .set("mod_mp", body.va())
                .set("mod_filename", file)
                .set("mod_modname", kernel.text(module.name()))
                .set("mod_prim", module.isPrimary() ? 1 : 0)
                .set("mod_ref", 1)
                .set("mod_loaded", 1)
                .set("mod_installed", 1)
                .set("mod_loadcnt", 1)
                .set("mod_linkage", linkage(module))
                .set("mod_text", module.text().start())
                .set("mod_text_size", module.text().size());
        body.set("flags", module.isPrimary() ? FLAGS : LOADED_FLAGS)
                .set("text", module.text().start())
                .set("text_size", module.text().size())
                .set("data", module.data().start())
                .set("data_size", module.data().size())
                .set("bss", module.data().end())
                .set("bss_align", Long.BYTES)
                .set("filename", file);
        elfHeader(body.address("hdr"));
        symbols(module, body, types);
        byte[] ctf = types.build();
        long ctfData = kernel.kmem().arenas().named("ctf").allocate(ctf.length, Origin.UNKNOWN);
        kernel.space().put(ctfData, ctf);
        body.set("ctfdata", ctfData).set("ctfsize", ctf.length);
        return control;
    }

    private long linkage(KernelModule module) {
        if (module.isPrimary()) {
            return 0;
        }
        GuestStruct driver = kernel.make("struct modldrv").set("drv_linkinfo", kernel.text(module.linkInfo()));
        return kernel.make("struct modlinkage")
                .set("ml_rev", 1)
                .set("ml_linkage", 0, driver.va())
                .va();
    }

    private void elfHeader(long va) {
        GuestStruct header = kernel.at("Ehdr", va);
        byte[] identity = {0x7f, 'E', 'L', 'F', 2, 1, 1, 6};
        kernel.space().put(header.address("e_ident"), identity);
        header.set("e_type", 1)
                .set("e_machine", 62)
                .set("e_version", 1)
                .set("e_ehsize", 64)
                .set("e_shentsize", 64)
                .set("e_shnum", 5)
                .set("e_shstrndx", 4);
    }

    /** Writes symbol table and strings, and tells the types of every symbol in their order. */
    private void symbols(KernelModule module, GuestStruct body, CtfContainer types) {
        List<Symbol> symbols = kernel.symbols().of(module.name());
        int count = symbols.size() + 2;
        StringBuilder names = new StringBuilder("\0");
        ByteBuffer table = ByteBuffer.allocate(count * SYMBOL_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        table.position(SYMBOL_SIZE);
        entry(table, names, module.name(), TYPE_FILE, ABSOLUTE, null);
        int locals = 2;
        for (Symbol symbol : symbols) {
            boolean function = symbol.function() != null;
            int type = function ? TYPE_FUNCTION : TYPE_OBJECT;
            int section = function ? TEXT_SECTION : DATA_SECTION;
            entry(table, names, symbol.name(), symbol.local() ? type : type | GLOBAL, section, symbol);
            locals += symbol.local() ? 1 : 0;
            describe(symbol, types);
        }
        byte[] strings = names.toString().getBytes(StandardCharsets.US_ASCII);
        long symbolSpace = kernel.kmem()
                .arenas()
                .named("ksyms")
                .allocate(table.capacity() + (long) strings.length, Origin.UNKNOWN);
        long stringSpace = symbolSpace + table.capacity();
        kernel.space().put(symbolSpace, table.array());
        kernel.space().put(stringSpace, strings);
        body.set("symspace", symbolSpace)
                .set("symsize", table.capacity() + (long) strings.length)
                .set("symtbl", symbolSpace)
                .set("strings", stringSpace)
                .set("nsyms", count)
                .set("symtbl_section", 3)
                .set("symhdr", section(SECTION_SYMTAB, symbolSpace, table.capacity(), locals, SYMBOL_SIZE))
                .set("strhdr", section(SECTION_STRTAB, stringSpace, strings.length, 0, 0));
    }

    private static void entry(
            ByteBuffer table, StringBuilder names, String name, int info, int section, @Nullable Symbol symbol) {
        table.putInt(names.length());
        names.append(name).append('\0');
        table.put((byte) info).put((byte) 0).putShort((short) section);
        table.putLong(symbol == null ? 0 : symbol.va()).putLong(symbol == null ? 0 : symbol.size());
    }

    private static void describe(Symbol symbol, CtfContainer types) {
        var function = symbol.function();
        if (function == null) {
            types.object(symbol.type());
        } else if (function.described()) {
            types.function(function.result(), List.<TypeName>copyOf(function.arguments()));
        } else {
            types.function();
        }
    }

    private long section(int type, long va, long size, int firstGlobal, int entrySize) {
        return kernel.make("Shdr")
                .set("sh_type", type)
                .set("sh_addr", va)
                .set("sh_size", size)
                .set("sh_info", firstGlobal)
                .set("sh_link", type == SECTION_SYMTAB ? 4 : 0)
                .set("sh_addralign", type == SECTION_SYMTAB ? Long.BYTES : 1)
                .set("sh_entsize", entrySize)
                .va();
    }
}
