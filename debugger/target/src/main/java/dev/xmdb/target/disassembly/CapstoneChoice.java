package dev.xmdb.target.disassembly;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where Capstone is taken from.
 *
 * @param named the library's file that the user named; empty to look for one
 * @param libraries names and files of libraries to try then, best first
 */
record CapstoneChoice(Optional<String> named, List<String> libraries) {
    /** The system property with the user's choice; the environment variable is asked when it is not set. */
    static final String PROPERTY = "xmdb.capstone";

    private static final String VARIABLE = "XMDB_CAPSTONE";

    /** Those that are in use: one serves every session of the process. */
    private static final Map<CapstoneChoice, SoftReference<Capstone>> MADE = new HashMap<>();

    /** Copies the list. */
    CapstoneChoice {
        libraries = List.copyOf(libraries);
    }

    /** What the user and the system offer. */
    static CapstoneChoice ofUser() {
        String named = System.getProperty(PROPERTY);
        if (named == null) {
            named = System.getenv(VARIABLE);
        }
        return new CapstoneChoice(
                Optional.ofNullable(named).filter(name -> !name.isEmpty()),
                libraries(System.getProperty("os.name", ""), System.getenv().getOrDefault("PATH", "")));
    }

    /**
     * Names that the system's own search knows, or files where that search includes the working directory: nothing is ever loaded from
     * there.
     *
     * @param system the operating system's name
     * @param path the folders of its programs
     */
    static List<String> libraries(String system, String path) {
        String lower = system.toLowerCase(Locale.ROOT);
        if (lower.startsWith("windows")) {
            return Arrays.stream(path.split(File.pathSeparator, -1))
                    .map(File::new)
                    .filter(File::isAbsolute)
                    .map(folder -> new File(folder, "capstone.dll"))
                    .filter(File::isFile)
                    .map(File::toString)
                    .toList();
        }
        if (lower.startsWith("mac")) {
            return List.of(
                    "/opt/homebrew/lib/libcapstone.dylib",
                    "/usr/local/lib/libcapstone.dylib",
                    "/opt/local/lib/libcapstone.dylib");
        }
        return List.of("libcapstone.so.5", "libcapstone.so.4", "libcapstone.so.3", "libcapstone.so");
    }

    /**
     * The Capstone that this choice leads to, made when it is not in use already.
     *
     * @throws DisassemblerException when there is none
     */
    Capstone capstone() {
        synchronized (MADE) {
            SoftReference<Capstone> made = MADE.get(this);
            Capstone known = made == null ? null : made.get();
            if (known == null) {
                // Bound for good: its handles live as long as the process.
                known = capstone(name -> SymbolLookup.libraryLookup(name, Arena.global()));
                MADE.put(this, new SoftReference<>(known));
            }
            return known;
        }
    }

    /**
     * The first of the libraries that serves.
     *
     * @param loader loads a library by its name or file; throws IllegalArgumentException when it cannot
     * @throws DisassemblerException when there is none
     */
    Capstone capstone(Function<String, SymbolLookup> loader) {
        if (named.isPresent()) {
            return named(named.get(), loader);
        }
        var absent = new ArrayList<String>();
        var unusable = new ArrayList<String>();
        for (String library : libraries) {
            SymbolLookup symbols;
            try {
                symbols = loader.apply(library);
            } catch (IllegalArgumentException e) {
                absent.add(library);
                continue;
            }
            try {
                return new Capstone(library, symbols);
            } catch (DisassemblerException e) {
                unusable.add(String.valueOf(e.getMessage()));
            }
        }
        if (!absent.isEmpty()) {
            unusable.add("cannot load " + String.join(", ", absent));
        }
        if (unusable.isEmpty()) {
            unusable.add("no folder of PATH has a capstone.dll");
        }
        throw new DisassemblerException("no disassembler: " + String.join("; ", unusable)
                + "; install Capstone 3 to 5 (Debian: libcapstone4; others: capstone), or name its library in "
                + VARIABLE);
    }

    private static Capstone named(String name, Function<String, SymbolLookup> loader) {
        String file = Path.of(name).toAbsolutePath().toString();
        String reason;
        try {
            return new Capstone(file, loader.apply(file));
        } catch (IllegalArgumentException e) {
            reason = "cannot load " + file;
        } catch (DisassemblerException e) {
            reason = String.valueOf(e.getMessage());
        }
        throw new DisassemblerException("no disassembler: " + reason + " (named by "
                + (System.getProperty(PROPERTY) == null ? VARIABLE : PROPERTY)
                + "); name the library of Capstone 3 to 5 (Debian: libcapstone4; others: capstone)");
    }
}
