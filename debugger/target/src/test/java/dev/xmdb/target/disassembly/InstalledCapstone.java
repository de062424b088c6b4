package dev.xmdb.target.disassembly;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The Capstone of the machine that the tests run on. */
final class InstalledCapstone {
    private InstalledCapstone() {}

    /** Skips the tests that ask when there is none, saying what is missing. */
    static void isThere() {
        var problem = new Disassembler().problem();
        assumeTrue(problem.isEmpty(), () -> "needs Capstone: " + problem.orElse(""));
    }
}
