package dev.xmdb.target.guest.linux.vmlinux;

import dev.xmdb.dump.file.ImageFile;
import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.guest.linux.kallsyms.KernelSymbol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a kernel's own ELF file tells: its symbols at the addresses to which it is linked, and which build it is. */
public final class KernelFile {
    private static final int SYMBOLS = 2;
    private static final int NOTES = 7;
    private static final long MOST_NOTES = 1 << 20;

    private final Path path;
    private final List<KernelSymbol> symbols;
    private final Optional<String> buildId;
    private final Optional<String> banner;
    private final Map<String, Long> values = new HashMap<>();

    private KernelFile(Path path, List<KernelSymbol> symbols, Optional<String> buildId, Optional<String> banner) {
        this.path = path;
        this.symbols = symbols;
        this.buildId = buildId;
        this.banner = banner;
        symbols.forEach(symbol -> values.putIfAbsent(symbol.name(), symbol.address()));
    }

    /**
     * Reads a file; of a large one only the symbols are touched.
     *
     * @throws KernelFileException when it is no kernel with symbols
     * @throws IOException when it cannot be read
     */
    public static KernelFile read(Path path) throws IOException {
        try (ImageFile file = ImageFile.open(path)) {
            ElfSections sections = ElfSections.of(file);
            ElfSections.Section table = sections.first(SYMBOLS)
                    .orElseThrow(() -> new KernelFileException("it has no table of symbols: it was stripped"));
            List<KernelSymbol> symbols = FileSymbols.read(sections, table);
            if (symbols.stream().noneMatch(symbol -> KernelImage.mayHold(symbol.address()))) {
                throw new KernelFileException("none of its symbols is where a kernel is linked to be");
            }
            return new KernelFile(path, symbols, buildId(sections), banner(sections, symbols));
        }
    }

    private static Optional<String> buildId(ElfSections sections) {
        for (ElfSections.Section section : sections.all()) {
            if (section.type() == NOTES && !section.empty()) {
                try {
                    Optional<String> found = BuildId.of(sections.bytes(section, MOST_NOTES));
                    if (found.isPresent()) {
                        return found;
                    }
                } catch (KernelFileException lost) {
                    // Another section of notes may have it.
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> banner(ElfSections sections, List<KernelSymbol> symbols) {
        return symbols.stream()
                .filter(symbol -> symbol.name().equals("linux_banner"))
                .findFirst()
                .flatMap(symbol -> sections.all().stream()
                        .filter(section -> section.address() != 0
                                && Long.compareUnsigned(symbol.address() - section.address(), section.size()) < 0)
                        .map(section -> sections.text(section, symbol.address() - section.address())
                                .strip())
                        .filter(text -> !text.isEmpty())
                        .findFirst());
    }

    /** The file as the user named it. */
    public Path path() {
        return path;
    }

    /** Its build ID in hexadecimal digits, when it has one. */
    public Optional<String> buildId() {
        return buildId;
    }

    /** The words with which this kernel begins its log, when the file has them. */
    public Optional<String> banner() {
        return banner;
    }

    /** How many symbols it has. */
    public int count() {
        return symbols.size();
    }

    /** The address to which a symbol is linked. */
    public OptionalLong valueOf(String name) {
        Long value = values.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /**
     * The symbols of a kernel that was moved, in the order of their addresses. Those of per-CPU variables that are no addresses (up to
     * Linux 6.14) stay as they are.
     *
     * @param distance bytes from where the file is linked to be
     */
    public List<KernelSymbol> movedBy(long distance) {
        return distance == 0
                ? symbols
                : symbols.stream()
                        .map(symbol -> KernelImage.mayHold(symbol.address())
                                ? new KernelSymbol(symbol.name(), symbol.letter(), symbol.address() + distance)
                                : symbol)
                        .toList();
    }
}
