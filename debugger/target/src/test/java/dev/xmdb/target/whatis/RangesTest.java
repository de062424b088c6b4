package dev.xmdb.target.whatis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RangesTest {
    private static List<String> at(Ranges<String> ranges, long address) {
        List<String> found = new ArrayList<>();
        ranges.at(address, found::add);
        return found;
    }

    @Test
    void theInnermostRangeComesFirst() {
        var ranges = new Ranges.Builder<String>();
        ranges.add(0x10, 0x100, "outer");
        ranges.add(0x20, 0x30, "inner");
        ranges.add(0x40, 0x50, "beside");
        assertThat(at(ranges.build(), 0x28)).containsExactly("inner", "outer");
        assertThat(at(ranges.build(), 0x30)).containsExactly("outer");
        assertThat(at(ranges.build(), 0x100)).isEmpty();
    }

    @Test
    void ofRangesThatBeginAtOneAddressTheFirstThatWasAddedComesFirst() {
        var ranges = new Ranges.Builder<String>();
        ranges.add(0x10, 0x20, "one");
        ranges.add(0x10, 0x30, "other");
        assertThat(at(ranges.build(), 0x10)).containsExactly("one", "other");
    }

    @Test
    void addressesAreUnsigned() {
        var ranges = new Ranges.Builder<String>();
        ranges.add(0xffff_ff00_0000_0000L, 0xffff_ff00_0000_1000L, "kernel");
        ranges.add(0x1000, 0x2000, "low");
        assertThat(at(ranges.build(), 0xffff_ff00_0000_0fffL)).containsExactly("kernel");
        assertThat(at(ranges.build(), 0x1fff)).containsExactly("low");
    }

    @Test
    void whatEndsBeforeItBeginsIsNoRange() {
        var ranges = new Ranges.Builder<String>();
        ranges.add(0x20, 0x10, "backwards");
        ranges.add(0x20, 0x20, "empty");
        assertThat(at(ranges.build(), 0x20)).isEmpty();
    }

    @Test
    void oneLargeRangeDoesNotMakeEveryQuestionLookAtAll() {
        int count = 100_000;
        int[] asked = {0};
        var ranges = new Ranges.Builder<String>();
        for (int i = 0; i < count; i++) {
            ranges.add(i, Long.MAX_VALUE, "nested");
        }
        ranges.build().at(count, _ -> ++asked[0] > 0);
        assertThat(asked[0]).isLessThan(1000);
    }
}
