package dev.xmdb.target.guest.linux.whatis;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.EntryArea;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.whatis.AddressSource;
import dev.xmdb.target.whatis.Ranges;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * What each CPU has mapped for the entry to the kernel. The places are random since 6.2; each CPU knows that of its exception stacks,
 * which lie in it.
 */
final class EntryAreaSource implements AddressSource<LinuxOwner> {
    private final StructLayout layout;
    private final Ranges<Area> areas;
    private final List<String> faults = new ArrayList<>();

    private record Area(int cpu, long base) {}

    EntryAreaSource(LinuxGuest guest) {
        layout = guest.types().layout("struct cpu_entry_area");
        var found = new Ranges.Builder<Area>();
        OptionalLong stacks = guest.kallsyms().valueOf("cea_exception_stacks");
        if (stacks.isPresent() && layout.has("estacks")) {
            for (int cpu : guest.perCpu().possible()) {
                try {
                    long own = guest.memory().readLong(guest.perCpu().address(stacks.getAsLong(), cpu));
                    long base = own - layout.member("estacks").offset();
                    if (own != 0) {
                        found.add(base, base + layout.size(), new Area(cpu, base));
                    }
                } catch (MemoryFaultException lost) {
                    faults.add("entry area of CPU " + cpu + ": " + lost.getMessage());
                }
            }
        }
        areas = found.build();
    }

    @Override
    public String name() {
        return "entry areas";
    }

    @Override
    public List<String> faults() {
        return faults;
    }

    @Override
    public boolean find(long address, Predicate<? super LinuxOwner> sink) {
        return areas.at(
                address, area -> sink.test(new EntryArea(area.cpu(), member(address - area.base()), area.base())));
    }

    private String member(long offset) {
        for (Type.Field field : layout.type().fields()) {
            if (Long.compareUnsigned(
                            offset - field.bitOffset() / Byte.SIZE, field.type().size())
                    < 0) {
                return field.name();
            }
        }
        return "";
    }
}
