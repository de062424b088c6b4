package dev.xmdb.target.disassembly;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where Capstone is taken from.
 *
 * @param named what the user named: a library's file, or {@link #BUILT_IN}; empty to look for one
 * @param libraries names and files of libraries to try then, best first
 */
record CapstoneChoice(Optional<String> named, List<String> libraries) {
    /** The name of the copy that comes with the program. */
    static final String BUILT_IN = "built-in";

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
                libraries(System.getProperty("os.name", "")));
    }

    /** Names that the system's own search knows, and files in folders that it does not search. Nothing relative to the working directory. */
    private static List<String> libraries(String system) {
        String lower = system.toLowerCase(Locale.ROOT);
        if (lower.startsWith("windows")) {
            // Its search includes the working directory, from which nothing is ever loaded.
            return List.of();
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
                known = make();
                MADE.put(this, new SoftReference<>(known));
            }
            return known;
        }
    }

    private Capstone make() {
        if (named.isPresent() && !named.get().equals(BUILT_IN)) {
            try {
                return library(Path.of(named.get()).toAbsolutePath().toString());
            } catch (DisassemblerException unusable) {
                throw new DisassemblerException("no disassembler: " + unusable.getMessage() + " (named by "
                        + (System.getProperty(PROPERTY) == null ? VARIABLE : PROPERTY) + "; leave it out, or say "
                        + BUILT_IN + ")");
            }
        }
        var unusable = new ArrayList<String>();
        if (named.isEmpty()) {
            for (String library : libraries) {
                try {
                    return library(library);
                } catch (DisassemblerException e) {
                    unusable.add(String.valueOf(e.getMessage()));
                }
            }
        }
        try {
            return new WasmCapstone();
        } catch (DisassemblerException e) {
            unusable.add(String.valueOf(e.getMessage()));
            throw new DisassemblerException("no disassembler: " + String.join("; ", unusable)
                    + "; install libcapstone (for example libcapstone4), or name its file in " + VARIABLE);
        }
    }

    private static Capstone library(String name) {
        SymbolLookup library;
        try {
            // Bound for good: its handles live as long as the process.
            library = SymbolLookup.libraryLookup(name, Arena.global());
        } catch (IllegalArgumentException e) {
            throw new DisassemblerException("cannot load " + name);
        }
        return new NativeCapstone(name, library);
    }
}
