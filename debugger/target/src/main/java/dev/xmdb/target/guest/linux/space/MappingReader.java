package dev.xmdb.target.guest.linux.space;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.collection.MapleTree;
import dev.xmdb.target.guest.linux.file.FilePaths;
import dev.xmdb.target.guest.linux.file.Inode;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * Reads what is mapped in the address spaces of processes: from a maple tree since 6.1, from a list before.
 */
public final class MappingReader {
    private static final int MOST = 1 << 22;
    private static final int PAGE_SHIFT = 12;
    private static final int LONGEST_NAME = 256;
    /** What the kernel's variable for it says when there is no mapping for the old system calls. */
    private static final int NO_VSYSCALL = 2;

    private final AddressSpace memory;
    private final Types types;
    private final Function<String, OptionalLong> symbols;
    private final StructLayout mm;
    private final StructLayout vma;
    private final FilePaths paths;
    private final Optional<MapleTree> tree;
    private final OptionalLong specialName;
    private final boolean namesFiles;

    /**
     * Mappings in a memory.
     *
     * @param symbols finds the kernel's functions and variables by name
     * @param paths names files
     */
    MappingReader(AddressSpace memory, Types types, Function<String, OptionalLong> symbols, FilePaths paths) {
        this.memory = memory;
        this.types = types;
        this.symbols = symbols;
        this.mm = types.layout("struct mm_struct");
        this.vma = types.layout("struct vm_area_struct");
        this.paths = paths;
        this.tree = mm.has("mm_mt") ? Optional.of(new MapleTree(memory, types)) : Optional.empty();
        this.namesFiles = namesFiles();
        this.specialName = symbols.apply("special_mapping_name");
    }

    /**
     * Whether a process can name its mappings of shared memory, as since 6.2. Before, mappings of files have something else in the place
     * of the name.
     */
    private boolean namesFiles() {
        if (!vma.has("anon_name") || !vma.has("shared")) {
            return vma.has("anon_name");
        }
        long name = vma.member("anon_name").offset();
        long other = vma.member("shared").offset();
        return name < other || name >= other + vma.member("shared").bitWidth() / Byte.SIZE;
    }

    /**
     * The reader of a guest.
     *
     * @throws TypeDataException when the kernel's types do not tell what a mapping is
     */
    public static MappingReader of(LinuxGuest guest) {
        return guest.kept(
                MappingReader.class,
                () -> new MappingReader(guest.memory(), guest.types(), guest.kallsyms()::valueOf, FilePaths.of(guest)));
    }

    /**
     * Delivers the address of every {@code struct vm_area_struct}, in order of what they map.
     *
     * @param space the address of a {@code struct mm_struct}
     * @param sink receives each address; returns false when it wants no more
     * @param problems receives a sentence for each damage
     */
    public void addresses(long space, LongPredicate sink, Consumer<String> problems) {
        if (tree.isPresent()) {
            tree.get().forEach(space + mm.member("mm_mt").offset(), (first, last, entry) -> sink.test(entry), problems);
            return;
        }
        String what = "mappings of mm_struct " + Long.toHexString(space);
        try {
            long next = vma.member("vm_next").offset();
            Chain.End end = new Chain(what, at -> memory.readLong(at + next), MOST)
                    .follow(mm.at(memory, space).number("mmap"), sink);
            if (end.fault() != null) {
                problems.accept(end.fault());
            }
        } catch (MemoryFaultException fault) {
            problems.accept(what + ": " + fault.getMessage());
        }
    }

    /**
     * Delivers every mapping, in order of addresses.
     *
     * @param space the address of a {@code struct mm_struct}
     * @param sink receives each; returns false when it wants no more
     * @param problems receives a sentence for each damage
     */
    public void forEach(long space, Predicate<Mapping> sink, Consumer<String> problems) {
        addresses(space, at -> sink.test(read(at, problems)), problems);
    }

    /**
     * The mapping of an address in a process' space; empty when there is none.
     *
     * @param space the address of a {@code struct mm_struct}
     * @param address what it is to cover
     * @throws MemoryFaultException when the way there is not in memory
     */
    public Optional<Mapping> find(long space, long address, Consumer<String> problems) {
        if (tree.isPresent()) {
            OptionalLong entry = tree.get().find(space + mm.member("mm_mt").offset(), address);
            return entry.isEmpty() ? Optional.empty() : Optional.of(read(entry.getAsLong(), problems));
        }
        var found = new ArrayList<Mapping>();
        addresses(
                space,
                at -> {
                    StructView view = vma.at(memory, at);
                    boolean inside = Long.compareUnsigned(view.number("vm_start"), address) <= 0
                            && Long.compareUnsigned(address, view.number("vm_end")) < 0;
                    return !inside || !found.add(read(at, problems));
                },
                problems);
        return found.stream().findFirst();
    }

    /**
     * The page that every process sees at the end of its addresses, from which programs called the kernel long ago: {@code [vsyscall]}.
     * Empty when the kernel has none.
     */
    public Optional<Mapping> vsyscall(Consumer<String> problems) {
        OptionalLong gate = symbols.apply("gate_vma");
        OptionalLong mode = symbols.apply("vsyscall_mode");
        if (gate.isEmpty() || mode.isEmpty()) {
            return Optional.empty();
        }
        try {
            return memory.readInt(mode.getAsLong()) == NO_VSYSCALL
                    ? Optional.empty()
                    : Optional.of(plain(vma.at(memory, gate.getAsLong()), "[vsyscall]"));
        } catch (MemoryFaultException fault) {
            problems.accept("vsyscall page: " + fault.getMessage());
            return Optional.empty();
        }
    }

    /**
     * The address space that a mapping belongs to: the address of its {@code struct mm_struct}.
     *
     * @param at the address of a {@code struct vm_area_struct}
     * @throws MemoryFaultException when it is not in memory
     */
    public long spaceOf(long at) {
        return vma.at(memory, at).number("vm_mm");
    }

    /**
     * Reads a mapping.
     *
     * @param at the address of a {@code struct vm_area_struct}
     * @param problems receives a sentence when its file cannot be read
     * @throws MemoryFaultException when it is not in memory
     */
    public Mapping read(long at, Consumer<String> problems) {
        StructView view = vma.at(memory, at);
        long file = view.number("vm_file");
        if (file == 0) {
            return plain(view, name(view, problems));
        }
        Optional<Inode> inode = Optional.empty();
        try {
            inode = Optional.of(Inode.read(
                    memory, types, types.layout("struct file").at(memory, file).number("f_inode")));
        } catch (MemoryFaultException fault) {
            problems.accept("file " + Long.toHexString(file) + ": " + fault.getMessage());
        }
        String given = namesFiles ? given(view) : "";
        return new Mapping(
                at,
                view.number("vm_start"),
                view.number("vm_end"),
                new MappingFlags(view.number("vm_flags")),
                view.number("vm_pgoff") << PAGE_SHIFT,
                file,
                inode,
                given.isEmpty() ? paths.ofFile(file, problems) : "[anon_shmem:" + given + "]");
    }

    private Mapping plain(StructView view, String name) {
        return new Mapping(
                view.address(),
                view.number("vm_start"),
                view.number("vm_end"),
                new MappingFlags(view.number("vm_flags")),
                0,
                0,
                Optional.empty(),
                name);
    }

    /** What a mapping without a file is called, by the rules that {@code /proc} has for it. */
    private String name(StructView view, Consumer<String> problems) {
        try {
            Optional<String> special = special(view);
            if (special.isPresent()) {
                return special.get();
            }
            long own = view.number("vm_mm");
            if (own == 0) {
                return "[vdso]";
            }
            StructView space = mm.at(memory, own);
            long start = view.number("vm_start");
            long end = view.number("vm_end");
            if (Long.compareUnsigned(start, space.number("brk")) < 0
                    && Long.compareUnsigned(end, space.number("start_brk")) > 0) {
                return "[heap]";
            }
            long stack = space.number("start_stack");
            if (Long.compareUnsigned(start, stack) <= 0 && Long.compareUnsigned(stack, end) <= 0) {
                return "[stack]";
            }
            String given = given(view);
            return given.isEmpty() ? "" : "[anon:" + given + "]";
        } catch (MemoryFaultException fault) {
            problems.accept("name of mapping " + Long.toHexString(view.address()) + ": " + fault.getMessage());
            return "";
        }
    }

    /** The name of what the kernel itself mapped: {@code [vdso]} and others. */
    private Optional<String> special(StructView view) {
        long operations = view.number("vm_ops");
        if (operations == 0 || specialName.isEmpty()) {
            return Optional.empty();
        }
        long naming = types.layout("struct vm_operations_struct")
                .at(memory, operations)
                .number("name");
        if (naming != specialName.getAsLong()) {
            return Optional.empty();
        }
        return Optional.of(types.layout("struct vm_special_mapping")
                        .at(memory, view.number("vm_private_data"))
                        .text("name"))
                .filter(name -> !name.isEmpty());
    }

    /** The name that a process gave to one of its mappings, since 5.17 where the kernel was built for it. */
    private String given(StructView view) {
        if (!vma.has("anon_name")) {
            return "";
        }
        try {
            long kept = view.number("anon_name");
            if (kept == 0) {
                return "";
            }
            StructLayout name = types.layout("struct anon_vma_name");
            return StructView.text(memory, kept + name.member("name").offset(), LONGEST_NAME);
        } catch (MemoryFaultException | TypeDataException lost) {
            return "";
        }
    }
}
