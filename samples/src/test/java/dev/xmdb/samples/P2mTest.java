package dev.xmdb.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole p2m of a PV guest, as Xen's own tool printed it, asked of the program in both directions. */
final class P2mTest {
    private static final Pattern ENTRY = Pattern.compile("\\s*pfn=0x([0-9a-f]+) ==> mfn=0x([0-9a-f]+) .*");

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b"})
    void everyEntryEqualsWhatXenPrinted(String name) {
        List<String> pfns = new ArrayList<>();
        List<String> mfns = new ArrayList<>();
        for (String line : RealImages.truth(name, "xen-mfndump-p2m.txt.gz")) {
            var matcher = ENTRY.matcher(line);
            if (matcher.matches()) {
                pfns.add(matcher.group(1));
                mfns.add(matcher.group(2));
            }
        }
        assertThat(pfns).hasSize(32768);
        String image = RealImages.image(name).toString();
        List<String> both = new ArrayList<>(pfns);
        both.addAll(mfns);
        both.addAll(pfns);
        assertThat(Xmdb.run(
                                "-e",
                                "::walk pfn | ::map .; ::walk pfn | ::pfntomfn; ::walk pfn | ::pfntomfn | ::mfntopfn",
                                image)
                        .lines())
                .isEqualTo(both);
    }
}
