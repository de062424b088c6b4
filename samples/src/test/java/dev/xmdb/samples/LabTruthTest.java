package dev.xmdb.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.Frames;
import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** User pages that programs in the guests printed of themselves: address, frame and bytes, found again through the program. */
final class LabTruthTest {

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64b", "linux-pv64-small", "linux-pvh"})
    void everyPageThatTheGuestNamedIsWhereItSaidAndHoldsWhatItSaid(String name) throws IOException {
        List<LabPage> pages = LabPage.in(RealImages.truth(name, "guest-lab-truth.txt"));
        assertThat(pages).hasSizeGreaterThan(15);
        Map<Integer, Long> roots = roots(name);
        Map<Long, List<LabPage>> byRoot =
                new TreeMap<>(pages.stream().collect(Collectors.groupingBy(page -> roots.get(page.pid()))));
        String image = RealImages.image(name).toString();
        var frames = new StringBuilder();
        var expectedFrames = new StringBuilder();
        byRoot.forEach((root, itsPages) -> {
            var bytes = new StringBuilder();
            var expectedBytes = new ArrayList<String>();
            for (LabPage page : itsPages) {
                frames.append(hex(page.address()) + "::vatopfn -r " + hex(root) + " | ::map .\n");
                expectedFrames.append(hex(page.pfn()) + "\n");
                for (int i = 0; i < page.bytes().size(); i++) {
                    bytes.append("*/1/" + hex(page.address() + i) + "=B\n");
                    expectedBytes.add(hex(page.bytes().get(i)));
                }
            }
            var read = Xmdb.runWithInput(bytes.toString(), "--cr3", hex(root), image);
            assertThat(read.out().lines().map(String::strip)).containsExactlyElementsOf(expectedBytes);
        });
        assertThat(Xmdb.runWithInput(frames.toString(), image).out()).isEqualTo(expectedFrames.toString());
    }

    private static Map<Integer, Long> roots(String name) throws IOException {
        try (Target target =
                Targets.open(DomainImages.open(RealImages.image(name), OpenProgress.NONE), TargetOptions.NONE)) {
            Map<Integer, Long> roots = new TreeMap<>();
            Frames frames = target.image().frames();
            LinuxTasks.roots(target).forEach((pid, table) -> {
                long offset = target.vcpus().getFirst().kernel().orElseThrow().fileOffset(table);
                frames.forEachRun(run -> {
                    long first = frames.fileOffsetOfPfn(run.pfn());
                    long page = (offset - first) >> Frames.PAGE_SHIFT;
                    if (offset >= first && page < run.length()) {
                        roots.put(pid, (run.mfn() + page) << Frames.PAGE_SHIFT);
                    }
                });
            });
            return roots;
        }
    }

    private static String hex(long value) {
        return Long.toHexString(value);
    }
}
