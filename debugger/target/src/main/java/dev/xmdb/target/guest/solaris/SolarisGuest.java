package dev.xmdb.target.guest.solaris;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.target.guest.Guest;
import dev.xmdb.target.guest.GuestIdentity;
import dev.xmdb.target.guest.GuestMapping;
import dev.xmdb.target.guest.GuestObject;
import dev.xmdb.target.guest.Kept;
import dev.xmdb.target.guest.KernelFile;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.registers.RegisterSet;
import dev.xmdb.target.stack.FramePointerUnwinder;
import dev.xmdb.target.stack.Unwinder;
import dev.xmdb.target.symbols.ObjectSymbols;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import dev.xmdb.target.types.ctf.CtfContainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A Solaris kernel. */
public final class SolarisGuest implements Guest {
    /** Its kind. */
    public static final String KIND = "solaris";

    private static final int MAX_PLATFORM = 64;
    private static final int UUID_LENGTH = 36;

    private final DomainImage image;
    private final AddressSpace memory;
    private final DebugInfo debugInfo;
    private final List<SolarisModule> modules;
    private final ObjectSymbols symbols;
    private final KernelTypes types;
    private final Unwinder unwinder;
    private final List<String> degradations;
    private final Optional<Utsname> utsname;
    private final Kept kept = new Kept();

    SolarisGuest(
            DomainImage image,
            AddressSpace memory,
            DebugInfo debugInfo,
            List<SolarisModule> modules,
            ObjectSymbols symbols,
            List<String> found) {
        this.image = image;
        this.memory = memory;
        this.debugInfo = debugInfo;
        this.modules = modules;
        this.symbols = symbols;
        this.degradations = new CopyOnWriteArrayList<>(found);
        this.types = new KernelTypes(memory, modules, degradations::add);
        this.unwinder = new FramePointerUnwinder(memory, new SavedArguments(memory, symbols.merged(), types));
        this.utsname = readUtsname();
        // The types that every command needs: what is wrong with them is worth knowing at once.
        if (types.container("genunix").isEmpty()) {
            degradations.add("no CTF data of genunix: structures of the kernel cannot be read by name");
        }
    }

    private Optional<Utsname> readUtsname() {
        try {
            return Optional.of(Utsname.read(memory, symbols.valueOf("utsname").orElse(0)));
        } catch (MemoryFaultException fault) {
            degradations.add("utsname: " + fault.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String banner() {
        return utsname.map(name -> name.system() + " " + name.release() + " " + name.version() + " " + name.machine()
                        + platform()
                                .map(platform -> " (platform " + platform + ")")
                                .orElse(""))
                .orElse("Solaris kernel");
    }

    /** What the kernel was built for, for example {@code i86xpv}. */
    public Optional<String> platform() {
        try {
            return Optional.of(
                    StructView.text(memory, symbols.valueOf("platform").orElse(0), MAX_PLATFORM));
        } catch (MemoryFaultException fault) {
            return Optional.empty();
        }
    }

    @Override
    public List<String> statusLines() {
        var lines = new ArrayList<String>();
        lines.add("debugging domain crash dump " + image.path() + " (" + memory.wordSize() * Byte.SIZE + "-bit) from "
                + utsname.map(Utsname::node).orElse("unknown machine"));
        lines.add("operating system: "
                + utsname.map(name -> name.release() + " " + name.version() + " (" + name.machine() + ")")
                        .orElse("unknown"));
        lines.addAll(new Panic(this).statusLines());
        uuid().ifPresent(uuid -> lines.add("image uuid: " + (uuid.isEmpty() ? "(not set)" : uuid)));
        return List.copyOf(lines);
    }

    @Override
    public Optional<RegisterSet> savedRegisters() {
        return new Panic(this).registers();
    }

    private Optional<String> uuid() {
        OptionalLong at = symbols.valueOf("dump_osimage_uuid");
        try {
            return at.isEmpty() ? Optional.empty() : Optional.of(StructView.text(memory, at.getAsLong(), UUID_LENGTH));
        } catch (MemoryFaultException fault) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<GuestIdentity> identity() {
        return utsname.map(name -> new GuestIdentity(
                name.system(),
                name.node(),
                name.release(),
                name.version(),
                name.machine(),
                memory.wordSize() == Long.BYTES ? "amd64" : "i386",
                platform().orElse("")));
    }

    @Override
    public List<GuestObject> objects() {
        return modules.stream()
                .filter(module -> module.module() != 0)
                .map(module -> new GuestObject(
                        module.name(),
                        module.text().address(),
                        module.text().size(),
                        types.container(module.name())
                                .map(CtfContainer::labels)
                                .filter(labels -> !labels.isEmpty())
                                .map(List::getLast)
                                .orElse("")))
                .toList();
    }

    @Override
    public List<GuestMapping> mappings(Consumer<String> problems, Consumer<String> notes) {
        return new KernelSegments(this).all(problems, notes);
    }

    @Override
    public ObjectSymbols symbols() {
        return symbols;
    }

    /** The kernel's own text and data as it tells debuggers, and the ELF header of its first module. */
    @Override
    public KernelFile kernelFile() {
        long entry = 0;
        int type = 0;
        try {
            ModuleHeaders.Header header = unixHeader().orElse(null);
            if (header != null) {
                entry = header.entry();
                type = header.type() & 0xffff;
            }
        } catch (MemoryFaultException lost) {
            // Where the kernel was entered is no longer known; where it is is.
        }
        return new KernelFile(
                entry,
                type,
                debugInfo.startText(),
                debugInfo.endText() - debugInfo.startText(),
                debugInfo.startData(),
                debugInfo.endData() - debugInfo.startData());
    }

    private Optional<ModuleHeaders.Header> unixHeader() {
        var controls = new ModuleControls(this);
        return modules.stream()
                .filter(module -> module.name().equals("unix") && module.module() != 0)
                .findFirst()
                .map(module ->
                        controls.headers(controls.control(module.modctl())).read());
    }

    @Override
    public Types types() {
        return types;
    }

    @Override
    public Optional<Unwinder> unwinder() {
        return Optional.of(unwinder);
    }

    /**
     * Something that is computed of this guest once: layouts, an index. Nothing is kept of a computation that throws.
     *
     * @param type its class, of which the guest keeps one
     * @param make computes it; may ask for others
     */
    public <T> T kept(Class<T> type, Supplier<T> make) {
        return kept.get(type, make);
    }

    /** Forgets what is kept of a class, so that it is computed again. */
    public void forget(Class<?> type) {
        kept.forget(type);
    }

    /** What the kernel left for debuggers. */
    public DebugInfo debugInfo() {
        return debugInfo;
    }

    /** The image that it is in. */
    public DomainImage image() {
        return image;
    }

    /** The kernel's address space. */
    public AddressSpace memory() {
        return memory;
    }

    /**
     * The frame of the top page table of an address space, found as the kernel does: by its hat and the hat's top htable.
     *
     * @param as address of its {@code struct as}
     * @return a pseudo-physical frame number (pfn)
     * @throws dev.xmdb.target.memory.MemoryFaultException when the way there is not in memory
     * @throws TypeDataException when the kernel's types do not tell where an address space has its hat
     */
    public long topTable(long as) {
        long hat = types.layout("struct as").at(memory, as).number("a_hat");
        long htable = memory.readWord(hat + debugInfo.hatHtable());
        return memory.readWord(htable + debugInfo.htablePfn());
    }

    /**
     * The address of one of the kernel's variables.
     *
     * @throws TypeDataException when the kernel has none of that name
     */
    public long variable(String name) {
        return symbols.valueOf(name)
                .orElseThrow(() -> new TypeDataException("failed to read " + name + ": unknown symbol name"));
    }

    /** The modules in the order of the kernel's list, loaded or not. */
    public List<SolarisModule> modules() {
        return modules;
    }

    /** The module whose code or data holds an address. */
    public Optional<SolarisModule> moduleAt(long address) {
        return modules.stream().filter(module -> module.contains(address)).findFirst();
    }

    @Override
    public List<String> degradations() {
        return List.copyOf(degradations);
    }
}
