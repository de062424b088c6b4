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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every damage does something, and says so. */
final class DamageTest {
    private static final int PAGES = 8192;
    private static final byte[] HOLE = {};
    private static final byte[] ZEROES = new byte[Frames.PAGE_SIZE];

    private static FrozenDomain domain = freeze();
    private static List<byte[]> sound = pages(domain);

    private static FrozenDomain freeze() {
        return Scenario.find("sxc16").orElseThrow().freeze(new Scenario.Options(1, PAGES));
    }

    private static List<byte[]> pages(FrozenDomain frozen) {
        PageSource source = frozen.kernel().memory().withHoles();
        List<byte[]> pages = new ArrayList<>();
        try {
            for (int pfn = 0; pfn < PAGES; pfn++) {
                byte[] bytes = new byte[Frames.PAGE_SIZE];
                boolean hole = source.pfn(pfn) == PageSource.NO_FRAME;
                pages.add(hole ? HOLE : source.read(pfn, ByteBuffer.wrap(bytes)) ? bytes : ZEROES);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return pages;
    }

    /** Frames whose content is another one than that of the sound domain. */
    private static List<Integer> changed() {
        List<byte[]> now = pages(domain);
        List<Integer> changed = new ArrayList<>();
        for (int pfn = 0; pfn < PAGES; pfn++) {
            if (!Arrays.equals(now.get(pfn), sound.get(pfn))) {
                changed.add(pfn);
            }
        }
        return changed;
    }

    /** Repairs the domain, or gets another when a page was taken from it. */
    @AfterEach
    void repair() {
        for (int pfn : changed()) {
            if (domain.kernel().memory().isBallooned(pfn)) {
                domain = freeze();
                sound = pages(domain);
                return;
            }
            domain.kernel().memory().page(pfn).put(sound.get(pfn));
        }
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
        String missing = "";
        try {
            Damage.find(name).orElseThrow().inflict(domain);
        } catch (UnsuitableDomainException unsuitable) {
            missing = unsuitable.getMessage();
        }
        assumeThat(missing).isEmpty();
        assertThat(changed()).isNotEmpty();
        List<Facts> faults = new Facts(domain.truth()).list("faults");
        assertThat(faults.getLast().text("kind")).isEqualTo(name);
    }
}
