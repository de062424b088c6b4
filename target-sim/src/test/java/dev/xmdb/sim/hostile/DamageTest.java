package dev.xmdb.sim.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.xmdb.dump.Frames;
import dev.xmdb.dump.file.PageSource;
import dev.xmdb.sim.scenario.Scenario;
import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.sim.truth.Facts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every damage does something, and says so. */
final class DamageTest {
    private static final int PAGES = 8192;
    private static final int[] SOUND = pages(freeze());

    private static FrozenDomain freeze() {
        return Scenario.find("sxc16").orElseThrow().freeze(new Scenario.Options(1, PAGES));
    }

    /** A hash of every page; -1 for a hole, 0 for zeroes. */
    private static int[] pages(FrozenDomain domain) {
        PageSource source = domain.kernel().memory().withHoles();
        int[] hashes = new int[PAGES];
        byte[] bytes = new byte[Frames.PAGE_SIZE];
        try {
            for (int pfn = 0; pfn < PAGES; pfn++) {
                boolean hole = source.pfn(pfn) == PageSource.NO_FRAME;
                hashes[pfn] = hole ? -1 : source.read(pfn, ByteBuffer.wrap(bytes)) ? Arrays.hashCode(bytes) : 0;
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return hashes;
    }

    static Stream<String> names() {
        return Damage.all().stream().map(Damage::name);
    }

    @Test
    void everyDamageHasANameOfItsOwnAndALineThatFitsAListing() {
        assertThat(names()).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z-]{3,20}"));
        assertThat(Damage.all())
                .allSatisfy(each -> assertThat(each.what()).isNotBlank().hasSizeLessThan(100));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aDamageChangesMemoryAndIsToldInTheTruth(String name) {
        FrozenDomain domain = freeze();
        String missing = "";
        try {
            Damage.find(name).orElseThrow().inflict(domain);
        } catch (UnsuitableDomainException unsuitable) {
            missing = unsuitable.getMessage();
        }
        assumeThat(missing).isEmpty();
        assertThat(pages(domain)).isNotEqualTo(SOUND);
        List<Facts> faults = new Facts(domain.truth()).list("faults");
        assertThat(faults.getLast().text("kind")).isEqualTo(name);
    }
}
