package dev.xmdb.target.guest.linux.space;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.Frames;
import dev.xmdb.target.guest.GuestDamageException;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.file.FilePaths;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.paging.PageTableRoot;
import dev.xmdb.target.paging.PageTables;
import dev.xmdb.target.paging.PagingMode;
import dev.xmdb.target.paging.Translation;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.work.Effort;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The address space of a process.
 *
 * <p>Its page tables are those that its {@code pgd} leads to. With page-table isolation a process has a second root, without the kernel's
 * memory; the first one, which is taken here, has both.
 */
public final class ProcessSpace {
    private static final int PAGES_CACHED = 256;
    private static final long PAGE = Frames.PAGE_SIZE;
    /** The kernel lets arguments and environment take a quarter of the stack at most, which is 8 MiB where nobody changed it. */
    private static final int LONGEST_TEXT = 2 << 20;

    private static final long PROGRESS = 1L << 30;
    /** log2 of the entries in a process' half of its root table. */
    private static final int USER_HALF = 8;

    private final LinuxGuest guest;
    private final StructView mm;
    private @Nullable PagedMemory memory;

    /**
     * The address space at an address.
     *
     * @param guest whose process it is
     * @param address of its {@code struct mm_struct}
     * @throws TypeDataException when the kernel's types do not tell what that is
     */
    public ProcessSpace(LinuxGuest guest, long address) {
        this.guest = guest;
        this.mm = guest.types().layout("struct mm_struct").at(guest.memory(), address);
    }

    /** The address of its {@code struct mm_struct}. */
    public long address() {
        return mm.address();
    }

    /**
     * Its memory: the process' own, and the kernel's in the other half.
     *
     * @throws GuestDamageException when its page tables are not in memory
     */
    public synchronized PagedMemory memory() {
        PagedMemory known = memory;
        if (known == null) {
            known = tables();
            memory = known;
        }
        return known;
    }

    private PagedMemory tables() {
        String what = "page tables of mm_struct " + Long.toHexString(mm.address());
        try {
            long root = mm.number("pgd");
            Translation place = guest.memory().translate(root);
            if (!(place.outcome() instanceof Translation.Outcome.Mapped mapped)) {
                throw new GuestDamageException(what + ", at " + Long.toHexString(root) + ": " + place.reason());
            }
            DomainImage image = guest.image();
            // Under PV the frame is a machine frame, and so are those in the tables.
            var start = PageTableRoot.of(
                    mapped.frame() << Frames.PAGE_SHIFT, guest.memory().mode(), image.kind());
            return new PagedMemory(image, new PageTables(image, start, true), PAGES_CACHED);
        } catch (MemoryFaultException fault) {
            throw new GuestDamageException(what + ": " + fault.getMessage());
        }
    }

    /**
     * Everything that is mapped, in order of addresses, the page for old system calls last.
     *
     * @param problems receives a sentence for each damage
     */
    public List<Mapping> mappings(Consumer<String> problems) {
        var found = new ArrayList<Mapping>();
        MappingReader reader = MappingReader.of(guest);
        reader.forEach(mm.address(), found::add, problems);
        reader.vsyscall(problems).ifPresent(found::add);
        return List.copyOf(found);
    }

    /**
     * How many bytes of a range are in memory, by the page tables.
     *
     * @param effort hears of progress
     */
    public long resident(Mapping mapping, Effort effort) {
        PageTables tables = memory().tables();
        PagingMode mode = tables.root().mode();
        long limit = 1L << (mode.shift(mode.levels()) + USER_HALF);
        long end = Long.compareUnsigned(mapping.end(), limit) < 0 ? mapping.end() : limit;
        long bytes = 0;
        long at = mapping.start();
        while (Long.compareUnsigned(at, end) < 0) {
            long stop = Math.min(end, (at | (PROGRESS - 1)) + 1);
            effort.advance("looking for pages", at - mapping.start(), end - mapping.start());
            for (at = tables.nextReadable(at, stop); at < stop; at = tables.nextReadable(at + PAGE, stop)) {
                bytes += PAGE;
            }
        }
        return bytes;
    }

    /**
     * The arguments that its program was started with. A program may have written over them, as some do to show what they are doing: then
     * what it wrote is one argument.
     *
     * @param problems receives a sentence when a part of them is not in memory
     */
    public List<String> arguments(Consumer<String> problems) {
        try {
            long start = mm.number("arg_start");
            long end = mm.number("arg_end");
            byte[] bytes = bytes("arguments", start, end, problems);
            boolean whole = bytes.length > 0 && bytes.length == end - start;
            if (whole && bytes[bytes.length - 1] != 0 && mm.number("env_start") == end) {
                byte[] further = bytes("arguments", start, mm.number("env_end"), problems);
                return strings(further).stream().limit(1).toList();
            }
            return strings(bytes);
        } catch (MemoryFaultException fault) {
            problems.accept("arguments: " + fault.getMessage());
            return List.of();
        }
    }

    /**
     * The environment that its program was started with, {@code NAME=value} each.
     *
     * @param problems receives a sentence when a part of it is not in memory
     */
    public List<String> environment(Consumer<String> problems) {
        try {
            return strings(bytes("environment", mm.number("env_start"), mm.number("env_end"), problems));
        } catch (MemoryFaultException fault) {
            problems.accept("environment: " + fault.getMessage());
            return List.of();
        }
    }

    private byte[] bytes(String what, long start, long end, Consumer<String> problems) {
        long length = end - start;
        if (start == 0 || length <= 0) {
            return new byte[0];
        }
        if (length > LONGEST_TEXT) {
            problems.accept(what + " of mm_struct " + Long.toHexString(mm.address()) + ": only the first of "
                    + Long.toUnsignedString(length) + " bytes are read");
            length = LONGEST_TEXT;
        }
        long there = memory().readable(start, length);
        if (there < length) {
            problems.accept(what + " of mm_struct " + Long.toHexString(mm.address()) + " at "
                    + Long.toHexString(start + there) + ": "
                    + memory().translate(start + there).reason());
        }
        byte[] bytes = new byte[(int) there];
        memory().read(start, bytes, 0, bytes.length);
        return bytes;
    }

    private static List<String> strings(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<String> parts = List.of(text.split("\0", -1));
        return parts.getLast().isEmpty() ? parts.subList(0, parts.size() - 1) : parts;
    }

    /**
     * The path of its program; empty when it has none any more.
     *
     * @param problems receives a sentence when it cannot be read
     */
    public Optional<String> program(Consumer<String> problems) {
        try {
            long file = mm.number("exe_file");
            return file == 0
                    ? Optional.empty()
                    : Optional.of(FilePaths.of(guest).ofFile(file, problems));
        } catch (MemoryFaultException fault) {
            problems.accept("program of mm_struct " + Long.toHexString(mm.address()) + ": " + fault.getMessage());
            return Optional.empty();
        }
    }

    /**
     * How many of its pages are in memory; empty when the kernel does not tell.
     *
     * @throws MemoryFaultException when the counts are not in memory
     */
    public Optional<ResidentPages> residentPages() {
        try {
            return Optional.of(ResidentPages.read(mm, this::ofCpus));
        } catch (TypeDataException unknown) {
            return Optional.empty();
        }
    }

    private long ofCpus(long variable) {
        long sum = 0;
        for (int cpu : guest.perCpu().possible()) {
            sum += guest.memory().readInt(guest.perCpu().address(variable, cpu));
        }
        return sum;
    }

    /**
     * How many pages are mapped, in memory or not.
     *
     * @throws MemoryFaultException when the count is not in memory
     */
    public long mappedPages() {
        return mm.number("total_vm");
    }
}
