package dev.xmdb.target.guest.linux;

import dev.xmdb.target.guest.Guest;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.symbols.Symbols;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Types;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** A 64-bit Linux kernel. */
public final class LinuxGuest implements Guest {
    /** Its kind. */
    public static final String KIND = "linux";

    private static final int LARGEST_INFO = 1 << 16;

    private final AddressSpace memory;
    private final Kallsyms kallsyms;
    private final LinuxSymbols symbols;
    private final LinuxTypes types;
    private final String banner;
    private final List<String> degradations = new CopyOnWriteArrayList<>();
    private final Optional<VmCoreInfo> coreInfo;

    LinuxGuest(AddressSpace memory, Kallsyms kallsyms, String banner) {
        this.memory = memory;
        this.kallsyms = kallsyms;
        this.symbols = new LinuxSymbols(kallsyms);
        this.banner = banner;
        this.types = new LinuxTypes(memory, symbols, degradations::add);
        this.coreInfo = readCoreInfo();
    }

    private Optional<VmCoreInfo> readCoreInfo() {
        OptionalLong data = symbols.valueOf("vmcoreinfo_data");
        if (data.isEmpty()) {
            return Optional.empty();
        }
        try {
            long text = memory.readLong(data.getAsLong());
            return Optional.of(VmCoreInfo.parse(StructView.text(memory, text, LARGEST_INFO)));
        } catch (MemoryFaultException fault) {
            degradations.add("vmcoreinfo: " + fault.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String banner() {
        return banner;
    }

    @Override
    public String sign() {
        return "its " + kallsyms.count() + " symbols at virtual 0x" + Long.toHexString(kallsyms.place());
    }

    @Override
    public Symbols symbols() {
        return symbols;
    }

    @Override
    public Types types() {
        return types;
    }

    /** The kernel's own symbols, as its table has them. */
    public Kallsyms kallsyms() {
        return kallsyms;
    }

    /** What the kernel wrote down for readers of its dump. */
    public Optional<VmCoreInfo> coreInfo() {
        return coreInfo;
    }

    /** The kernel's address space. */
    public AddressSpace memory() {
        return memory;
    }

    @Override
    public List<String> degradations() {
        return List.copyOf(degradations);
    }
}
