package dev.xmdb.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.sim.machine.Virtualisation;
import dev.xmdb.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that is said of simulated Solaris domains that are paravirtualised. */
final class SolarisPvTruthTest {
    @TempDir
    private Path folder;

    static Stream<ToldDomain> domains() {
        return ToldDomain.run(Virtualisation.PV);
    }

    @ParameterizedTest
    @MethodSource("domains")
    void everythingIsSaidOfADomainAsItIs(ToldDomain domain) throws IOException {
        domain.isSaidAsItIs(folder);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 9})
    void theProgramGreetsADomainWithTheKernelsOwnTwoLines(long seed) throws IOException {
        Path image = folder.resolve("core.domu");
        Scenario.find("sxc16")
                .orElseThrow()
                .freeze(new Scenario.Options(seed, 1 << 13))
                .writeElf(image);
        var run = Xmdb.runWithInput("::status\nutsname+0t257/s\ngenunix`utsname+0t257=p\n", image.toString());
        assertThat(run.out())
                .startsWith("debugging domain crash dump " + image + " (64-bit) from sxc16\n"
                        + "operating system: 5.11 onnv-johnlev (i86pc)\n")
                .contains("utsname+0x101:  sxc16\n")
                .containsPattern("(?m)^ +utsname\\+0x101 *$");
        assertThat(run.err()).isEmpty();
    }
}
