package dev.xmdb.target.guest.linux.module;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Reads the kernel's list of modules. */
public final class LinuxModules {
    private static final int MOST = 4096;
    private static final long LARGEST = 1L << 30;
    /** The kinds of memory since 6.4: code, data, read-only data, data read-only after its making, and the same for the time of loading. */
    private static final int PARTS = 7;

    private static final int INITIAL_CODE = 4;

    private final AddressSpace memory;
    private final StructLayout layout;
    private final List<LinuxModule> modules = new ArrayList<>();

    private LinuxModules(AddressSpace memory, Types types) {
        this.memory = memory;
        this.layout = types.layout("struct module");
    }

    /**
     * Every module, the last loaded first.
     *
     * @param head address of the kernel's {@code modules}
     * @param problems receives a sentence for what cannot be read
     */
    public static List<LinuxModule> read(
            AddressSpace memory, Types types, OptionalLong head, Consumer<String> problems) {
        if (head.isEmpty()) {
            problems.accept("modules: unknown symbol name");
            return List.of();
        }
        try {
            var reader = new LinuxModules(memory, types);
            reader.follow(head.getAsLong(), problems);
            return List.copyOf(reader.modules);
        } catch (TypeDataException | MemoryFaultException unusable) {
            problems.accept("modules: " + unusable.getMessage());
            return List.of();
        }
    }

    private void follow(long head, Consumer<String> problems) {
        long link = layout.member("list").offset();
        Chain chain = new Chain("modules", memory::readLong, MOST);
        Chain.End end = chain.followHeaded(head, at -> {
            try {
                module(layout.at(memory, at - link)).ifPresent(modules::add);
            } catch (MemoryFaultException fault) {
                problems.accept("module at " + Long.toHexString(at - link) + ": " + fault.getMessage());
            }
            return true;
        });
        if (!end.sound()) {
            problems.accept(String.valueOf(end.fault()));
        }
    }

    private Optional<LinuxModule> module(StructView module) {
        LinuxModule.State state = LinuxModule.State.of(module.number("state"));
        if (state == LinuxModule.State.UNFORMED) {
            return Optional.empty();
        }
        long references = layout.has("refcnt.counter") ? Math.max(0, module.number("refcnt.counter") - 1) : 0;
        return Optional.of(new LinuxModule(
                module.address(),
                module.text("name"),
                state,
                parts(module),
                references,
                layout.has("taints") ? module.number("taints") : 0));
    }

    private List<LinuxModule.Part> parts(StructView module) {
        var parts = new ArrayList<LinuxModule.Part>();
        if (layout.has("mem[0].base")) {
            for (int part = 0; part < PARTS && layout.has("mem[" + part + "].base"); part++) {
                long base = module.number("mem[" + part + "].base");
                long size = module.number("mem[" + part + "].size");
                add(parts, base, size, part == 0 || part == INITIAL_CODE);
            }
        } else {
            // Up to 6.3 code and data are one piece, code first.
            for (String piece : List.of("core_layout", "init_layout")) {
                long base = module.number(piece + ".base");
                long code = module.number(piece + ".text_size");
                add(parts, base, code, true);
                add(parts, base + code, module.number(piece + ".size") - code, false);
            }
        }
        return parts;
    }

    private static void add(List<LinuxModule.Part> parts, long base, long size, boolean code) {
        if (base != 0 && size > 0 && size < LARGEST) {
            parts.add(new LinuxModule.Part(base, size, code));
        }
    }
}
