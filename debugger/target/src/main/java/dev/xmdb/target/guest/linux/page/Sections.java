package dev.xmdb.target.guest.linux.page;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.VmCoreInfo;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which frames have a {@code struct page}: memory is divided into sections (128 MiB), and only those that have memory have page
 * structures.
 *
 * @param all the sections that have them, in ascending order
 * @param problems what could not be read, one sentence each
 */
public record Sections(List<Section> all, List<String> problems) {
    private static final int SHIFT = 27;
    private static final int PAGE_SHIFT = 12;
    private static final int ENTRY = 32;
    private static final long HAS_MEM_MAP = 2;
    private static final int MOST_PROBLEMS = 16;

    /** Copies the lists. */
    public Sections {
        all = List.copyOf(all);
        problems = List.copyOf(problems);
    }

    /**
     * A section.
     *
     * @param address its struct mem_section; 0 when not known
     * @param start its first frame
     * @param end the frame after its last one
     */
    public record Section(long address, long start, long end) {}

    /** The sections of a guest below a frame. One section is everything when the kernel does not tell. */
    static Sections of(LinuxGuest guest, long maxPfn) {
        OptionalLong table = guest.kallsyms().valueOf("mem_section");
        if (table.isEmpty()) {
            return new Sections(List.of(new Section(0, 0, maxPfn)), List.of());
        }
        Optional<VmCoreInfo> info = guest.coreInfo();
        long size = info.map(notes -> notes.size("mem_section"))
                .orElseGet(OptionalLong::empty)
                .orElseGet(() -> guest.types()
                        .find("struct mem_section")
                        .map(Type::size)
                        .filter(bytes -> bytes > 0)
                        .orElse((long) ENTRY));
        long member = info.map(notes -> notes.offset("mem_section.section_mem_map"))
                .orElseGet(OptionalLong::empty)
                .orElseGet(() -> guest.types()
                        .find("struct mem_section")
                        .flatMap(type -> new StructLayout(guest.types(), type).find("section_mem_map"))
                        .map(found -> found.offset())
                        .orElse(0L));
        long shift = info.map(notes -> notes.number("SECTION_SIZE_BITS").orElse(SHIFT))
                .orElse((long) SHIFT);
        if (size < Long.BYTES || size > 4096 || shift < 20 || shift > 40 || member < 0 || member > size - Long.BYTES) {
            return new Sections(
                    List.of(new Section(0, 0, maxPfn)),
                    List.of("sections of memory: entries of " + size + " bytes for 2^" + shift + " bytes each"));
        }
        return read(guest.memory(), table.getAsLong(), maxPfn, (int) size, (int) member, (int) shift - PAGE_SHIFT);
    }

    /**
     * Reads the table: a pointer to an array of pointers, each to one page of entries.
     *
     * @param variable address of the pointer
     * @param size bytes of an entry
     * @param member offset of the word that says what a section has
     * @param shift a section has 2^shift frames
     */
    static Sections read(AddressSpace memory, long variable, long maxPfn, int size, int member, int shift) {
        var sections = new ArrayList<Section>();
        var problems = new ArrayList<String>();
        long perRoot = 4096 / size;
        long frames = 1L << shift;
        long count = Long.divideUnsigned(maxPfn + frames - 1, frames);
        long root = 0;
        for (long number = 0; number < count; number++) {
            try {
                if (number % perRoot == 0) {
                    root = memory.readLong(memory.readLong(variable) + number / perRoot * Long.BYTES);
                }
                if (root == 0) {
                    number += perRoot - 1 - number % perRoot;
                    continue;
                }
                long entry = root + number % perRoot * size;
                if ((memory.readLong(entry + member) & HAS_MEM_MAP) != 0) {
                    long start = number << shift;
                    sections.add(new Section(entry, start, Math.min(maxPfn, start + frames)));
                }
            } catch (MemoryFaultException fault) {
                problems.add("section " + number + " of memory: " + fault.getMessage());
                number += perRoot - 1 - number % perRoot;
                if (problems.size() == MOST_PROBLEMS) {
                    break;
                }
            }
        }
        return new Sections(sections, problems);
    }

    /** The section that a frame is in, if it has page structures. */
    public Optional<Section> at(long pfn) {
        int low = 0;
        int high = all.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (all.get(middle).end() <= pfn) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < all.size() && pfn >= all.get(low).start() ? Optional.of(all.get(low)) : Optional.empty();
    }
}
