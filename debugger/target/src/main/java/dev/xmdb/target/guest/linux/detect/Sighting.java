package dev.xmdb.target.guest.linux.detect;

import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.guest.linux.kallsyms.KallsymsFinder;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.types.StructView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A kernel seen in an address space.
 *
 * @param memory the address space
 * @param origin where its root comes from, for people
 * @param symbols its symbols, which lead to its banner there
 * @param source where they come from, for people
 * @param complete whether they are all that the kernel has
 * @param whole whether the kernel's data is mapped too: a table for user mode has its code and constants only
 */
record Sighting(PagedMemory memory, String origin, Kallsyms symbols, String source, boolean complete, boolean whole) {
    private static final String BANNER = "Linux version ";
    private static final int LONGEST_BANNER = 1024;
    /** With what the name of a CPU's idle task begins. */
    private static final byte[] FIRST_TASK = "swapper".getBytes(StandardCharsets.ISO_8859_1);

    private static final int LARGEST_TASK = 1 << 15;

    /** Looks for a kernel in an address space. */
    static Optional<Sighting> in(PagedMemory memory, String origin) {
        List<KernelImage.Range> mapped = KernelImage.mapped(memory);
        return new KallsymsFinder(memory, symbols -> banner(memory, symbols).isPresent())
                .find(mapped)
                .map(symbols -> new Sighting(
                        memory,
                        origin,
                        symbols,
                        "its " + symbols.count() + " symbols at virtual 0x" + Long.toHexString(symbols.place()),
                        true,
                        hasFirstTask(memory, symbols)));
    }

    /**
     * A kernel whose own table of symbols is lost, by symbols from elsewhere; empty when they lead to no banner.
     *
     * @param complete whether they are all that the kernel has
     */
    static Optional<Sighting> by(PagedMemory memory, String origin, Kallsyms symbols, String source, boolean complete) {
        return Optional.of(new Sighting(memory, origin, symbols, source, complete, hasFirstTask(memory, symbols)))
                .filter(seen -> seen.banner().isPresent());
    }

    /** The same kernel in another address space; empty when it is not there. */
    Optional<Sighting> seenIn(PagedMemory other, String from) {
        return banner(other, symbols).equals(banner())
                ? Optional.of(new Sighting(other, from, symbols, source, complete, hasFirstTask(other, symbols)))
                : Optional.empty();
    }

    /** The same with more symbols. */
    Sighting with(Kallsyms more, String from) {
        return new Sighting(memory, origin, more, source + ", " + from, complete, whole);
    }

    /** The kernel's banner. */
    Optional<String> banner() {
        return banner(memory, symbols);
    }

    /** The words at the banner's symbol, when they are a banner. */
    private static Optional<String> banner(AddressSpace memory, Kallsyms symbols) {
        OptionalLong at = symbols.valueOf("linux_banner");
        try {
            return at.isPresent() && KernelImage.mayHold(at.getAsLong())
                    ? Optional.of(StructView.text(memory, at.getAsLong(), LONGEST_BANNER)
                                    .strip())
                            .filter(text -> text.startsWith(BANNER))
                    : Optional.empty();
        } catch (MemoryFaultException notThere) {
            return Optional.empty();
        }
    }

    /** Whether the first task is where the symbols have it: its name is somewhere in it. A kernel without such a symbol is taken as it is. */
    private static boolean hasFirstTask(AddressSpace memory, Kallsyms symbols) {
        OptionalInt task = symbols.named("init_task");
        if (task.isEmpty()) {
            return true;
        }
        long at = symbols.address(task.getAsInt());
        int size = Math.clamp(symbols.size(task.getAsInt()), 1, LARGEST_TASK);
        return memory.readable(at, size) == size && names(memory, at, size);
    }

    private static boolean names(AddressSpace memory, long at, int size) {
        byte[] task = new byte[size];
        memory.read(at, task, 0, size);
        for (int from = 0; from + FIRST_TASK.length <= size; from++) {
            int same = 0;
            while (same < FIRST_TASK.length && task[from + same] == FIRST_TASK[same]) {
                same++;
            }
            if (same == FIRST_TASK.length) {
                return true;
            }
        }
        return false;
    }
}
