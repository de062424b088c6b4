package dev.xmdb.samples;

import dev.xmdb.sim.machine.Virtualisation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that is said of simulated Solaris domains that are fully virtualised. */
final class SolarisHvmTruthTest {
    @TempDir
    private Path folder;

    static Stream<ToldDomain> domains() {
        return ToldDomain.run(Virtualisation.HVM);
    }

    @ParameterizedTest
    @MethodSource("domains")
    void everythingIsSaidOfADomainAsItIs(ToldDomain domain) throws IOException {
        domain.isSaidAsItIs(folder);
    }
}
