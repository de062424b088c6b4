package dev.xmdb.target.guest.linux.detect;

import dev.xmdb.target.guest.Overrides;
import dev.xmdb.target.guest.linux.VmCoreInfo;
import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.guest.linux.kallsyms.KernelSymbol;
import dev.xmdb.target.guest.linux.vmlinux.BuildId;
import dev.xmdb.target.guest.linux.vmlinux.KernelFile;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.types.StructView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The file of symbols that the user gave, held against a kernel in memory. Only a file of that very kernel is used: its build ID has to be
 * that of the kernel, or, where one of them is unknown, what the file says of the kernel has to be true of the memory.
 */
final class SymbolFile {
    private static final String BANNER = "Linux version ";
    private static final int LONGEST_BANNER = 1024;
    private static final int MOST_NOTES = 1 << 16;
    /** An image is moved by multiples of this at boot. */
    private static final long STEP = 2 << 20;

    private static final String START = "_stext";

    /** Symbols that every kernel has, far apart from each other. */
    private static final List<String> LANDMARKS = List.of("_etext", "linux_banner", "init_task", "_end");

    private final Path path;
    private final Optional<KernelFile> file;
    private final OptionalLong given;
    private final Set<String> reasons = new LinkedHashSet<>();
    private boolean used;

    private SymbolFile(Path path, Optional<KernelFile> file, OptionalLong given) {
        this.path = path;
        this.file = file;
        this.given = given;
    }

    /** The file that the user gave, if any; one that cannot be read is like one that fits no kernel. */
    static Optional<SymbolFile> of(Overrides overrides) {
        return overrides.vmlinux().map(path -> {
            try {
                return new SymbolFile(path, Optional.of(KernelFile.read(path)), overrides.kaslr());
            } catch (IOException unusable) {
                var none = new SymbolFile(path, Optional.empty(), overrides.kaslr());
                none.refuse(String.valueOf(unusable.getMessage()));
                return none;
            }
        });
    }

    private void refuse(String reason) {
        reasons.add("--vmlinux " + path + " is not used: " + reason);
    }

    /**
     * A kernel with the names that its own table lacks and the file has, as far as the file is that kernel's.
     *
     * @param note what the kernel wrote down for readers of its dump
     * @param told receives why the file was not used, when it was not
     */
    Sighting addTo(Sighting kernel, Optional<VmCoreInfo> note, Consumer<String> told) {
        if (used) {
            return kernel;
        }
        Optional<Sighting> more = file.flatMap(known -> added(known, kernel, note));
        if (more.isEmpty() && reasons.isEmpty()) {
            refuse("nothing tells that it is of the kernel in this image");
        }
        reasons.forEach(told);
        return more.orElse(kernel);
    }

    private Optional<Sighting> added(KernelFile known, Sighting kernel, Optional<VmCoreInfo> note) {
        Kallsyms own = kernel.symbols();
        OptionalLong start = own.valueOf(START);
        OptionalLong linked = known.valueOf(START);
        if (start.isEmpty()
                || linked.isEmpty()
                || !sameBuild(known, buildId(kernel.memory(), own::valueOf, note))
                || !sameBanner(known, kernel.banner().orElse(""))) {
            return Optional.empty();
        }
        long moved = start.getAsLong() - linked.getAsLong();
        if (LANDMARKS.stream().anyMatch(name -> contradicted(known, own, name, moved))) {
            refuse("the kernel in this image has its symbols elsewhere");
            return Optional.empty();
        }
        List<KernelSymbol> more = known.movedBy(moved).stream()
                .filter(symbol -> own.named(symbol.name()).isEmpty())
                .toList();
        return Optional.of(more.isEmpty() ? kernel : kernel.with(own.and(more), more.size() + " more of " + path));
    }

    private static boolean contradicted(KernelFile file, Kallsyms own, String name, long moved) {
        OptionalLong here = own.valueOf(name);
        OptionalLong there = file.valueOf(name);
        return here.isPresent() && there.isPresent() && here.getAsLong() != there.getAsLong() + moved;
    }

    /**
     * A kernel whose own table of symbols is lost, seen by the file.
     *
     * @param notes what kernels wrote down for readers of a dump
     */
    Optional<Sighting> in(PagedMemory memory, String origin, List<VmCoreInfo> notes) {
        return file.flatMap(known -> {
            for (long moved : distances(known, notes)) {
                Function<String, OptionalLong> symbols = name -> moved(known, name, moved);
                Optional<String> banner = banner(memory, symbols.apply("linux_banner"));
                if (banner.isPresent()) {
                    Optional<VmCoreInfo> note = notes.stream()
                            .filter(each -> banner.get()
                                    .startsWith(BANNER + each.release().orElse("?") + " "))
                            .findFirst();
                    boolean fits = sameBuild(known, buildId(memory, symbols, note)) && sameBanner(known, banner.get());
                    used |= fits;
                    return fits
                            ? Sighting.by(
                                    memory,
                                    origin,
                                    Kallsyms.of(known.movedBy(moved)),
                                    known.count() + " symbols of " + path,
                                    true)
                            : Optional.empty();
                }
            }
            notes.forEach(note -> sameBuild(known, note.value("BUILD-ID")));
            return Optional.empty();
        });
    }

    private boolean sameBuild(KernelFile known, Optional<String> running) {
        boolean same = running.isEmpty()
                || known.buildId().isEmpty()
                || running.get().equals(known.buildId().get());
        if (!same) {
            refuse("its build ID is " + known.buildId().orElse("?") + ", that of the kernel in this image "
                    + running.get());
        }
        return same;
    }

    private boolean sameBanner(KernelFile known, String running) {
        boolean same = known.banner().isEmpty() || known.banner().get().equals(running);
        if (!same) {
            refuse("it is " + known.banner().orElse("") + ", the kernel in this image " + running);
        }
        return same;
    }

    private static OptionalLong moved(KernelFile file, String name, long distance) {
        OptionalLong linked = file.valueOf(name);
        return linked.isPresent() ? OptionalLong.of(linked.getAsLong() + distance) : linked;
    }

    /** How far the kernel may have been moved: as it wrote down, as the user says, not at all; at last every distance that there can be. */
    private Set<Long> distances(KernelFile known, List<VmCoreInfo> notes) {
        Set<Long> distances = new LinkedHashSet<>();
        for (VmCoreInfo note : notes) {
            note.kernelOffset().ifPresent(distances::add);
            OptionalLong start = note.symbol(START);
            OptionalLong linked = known.valueOf(START);
            if (start.isPresent() && linked.isPresent()) {
                distances.add(start.getAsLong() - linked.getAsLong());
            }
        }
        given.ifPresent(distances::add);
        for (long distance = 0; distance < KernelImage.END - KernelImage.START; distance += STEP) {
            distances.add(distance);
        }
        return distances;
    }

    private static Optional<String> banner(AddressSpace memory, OptionalLong at) {
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

    /** The build of the kernel in memory: as it wrote down (since Linux 5.9), else as the linker left it among its notes. */
    private static Optional<String> buildId(
            AddressSpace memory, Function<String, OptionalLong> symbols, Optional<VmCoreInfo> note) {
        return note.flatMap(text -> text.value("BUILD-ID")).or(() -> {
            OptionalLong start = symbols.apply("__start_notes");
            OptionalLong stop = symbols.apply("__stop_notes");
            if (start.isEmpty() || stop.isEmpty()) {
                return Optional.empty();
            }
            long size = stop.getAsLong() - start.getAsLong();
            if (size <= 0 || size > MOST_NOTES || memory.readable(start.getAsLong(), size) != size) {
                return Optional.empty();
            }
            byte[] notes = new byte[(int) size];
            memory.read(start.getAsLong(), notes, 0, notes.length);
            return BuildId.of(notes);
        });
    }
}
