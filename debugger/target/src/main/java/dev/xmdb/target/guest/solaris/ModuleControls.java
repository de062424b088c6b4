package dev.xmdb.target.guest.solaris;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisModule.Extent;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructView;
import java.util.function.LongPredicate;

/** Reads the list of modules as it is, with those that {@link SolarisGuest#modules} leaves out because of what is wrong with them. */
public final class ModuleControls {
    private static final int MOST_MODULES = 500;
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_PATH = 1024;
    private static final int LONGEST_INFO = 256;
    private static final String UNREADABLE = "???";

    private final SolarisGuest kernel;
    private final AddressSpace memory;
    private final BootstrapLayout layout;

    /** Of a kernel. */
    public ModuleControls(SolarisGuest kernel) {
        this.kernel = kernel;
        this.memory = kernel.memory();
        this.layout = BootstrapLayout.of(memory.wordSize());
    }

    /**
     * Delivers the addresses of the {@code modctl} structures.
     *
     * @param start the first of them; 0 for the list's head
     * @param sink receives each; returns false when it wants no more
     */
    public Chain.End follow(long start, LongPredicate sink) {
        long first = start == 0 ? kernel.debugInfo().modules() : start;
        return new Chain("modules", at -> memory.readWord(at + layout.modctl().next()), MOST_MODULES)
                .followRing(first, sink);
    }

    /**
     * The structure at an address.
     *
     * @throws MemoryFaultException when it is not in memory
     */
    public ModuleControl control(long address) {
        BootstrapLayout.ModctlFields field = layout.modctl();
        return new ModuleControl(
                address,
                memory.readInt(address + field.id()),
                text(memory.readWord(address + field.name()), LONGEST_NAME),
                text(memory.readWord(address + field.fileName()), LONGEST_PATH),
                memory.readWord(address + field.module()),
                memory.readWord(address + field.linkage()),
                memory.readInt(address + field.references()),
                memory.readByte(address + field.loadFlags()),
                memory.readByte(address + field.busy()) != 0,
                memory.readByte(address + field.want()) != 0,
                memory.readByte(address + field.primary()) != 0,
                memory.readByte(address + field.loaded()) != 0,
                memory.readByte(address + field.installed()) != 0);
    }

    private String text(long address, int limit) {
        try {
            return StructView.text(memory, address, limit);
        } catch (MemoryFaultException unreadable) {
            return UNREADABLE;
        }
    }

    /**
     * What a module says of itself.
     *
     * @param revision of the interface between modules and kernel that it was built for
     * @param text what it is; empty when it says nothing
     */
    public record Linkage(int revision, String text) {
        /** Of a module that says nothing. */
        static final Linkage NONE = new Linkage(0, "");
    }

    /**
     * What a module says of itself in its {@code modlinkage}: the revision, and the text of the first thing that it brings.
     *
     * @throws MemoryFaultException when that is not in memory
     */
    public Linkage linkage(ModuleControl control) {
        if (control.linkage() == 0) {
            return Linkage.NONE;
        }
        int word = memory.wordSize();
        int revision = memory.readInt(control.linkage());
        long first = memory.readWord(control.linkage() + word);
        long text = first == 0 ? 0 : memory.readWord(first + word);
        return new Linkage(revision, text == 0 ? "" : StructView.text(memory, text, LONGEST_INFO));
    }

    /**
     * Where a loaded module is.
     *
     * @param text its code
     * @param data its data
     * @param ctf its type data
     */
    public record Placement(Extent text, Extent data, Extent ctf) {}

    /**
     * Where a module is, by its {@code struct module}.
     *
     * @throws MemoryFaultException when that is not in memory
     */
    public Placement placement(ModuleControl control) {
        if (control.module() == 0) {
            return new Placement(Extent.NONE, Extent.NONE, Extent.NONE);
        }
        BootstrapLayout.ModuleFields field = layout.module();
        return new Placement(
                extent(control, field.text(), field.textSize()),
                extent(control, field.data(), field.dataSize()),
                extent(control, field.ctf(), field.ctfSize()));
    }

    private Extent extent(ModuleControl control, int address, int size) {
        return new Extent(memory.readWord(control.module() + address), memory.readWord(control.module() + size));
    }

    /** The ELF headers that the kernel kept of a loaded module. */
    public ModuleHeaders headers(ModuleControl control) {
        return new ModuleHeaders(
                memory,
                control.module() + layout.module().elfHeader(),
                memory.readWord(control.module() + layout.module().sectionHeaders()));
    }
}
