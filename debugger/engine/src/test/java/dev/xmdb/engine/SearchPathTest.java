package dev.xmdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Search paths and what stands for what in them. */
final class SearchPathTest {
    private static final Map<Character, String> LETTERS = Map.of('i', "amd64", 'R', "5.11", 'r', "/", 'V', "");

    @Test
    void lettersStandForTheTarget() {
        assertThat(new SearchPath("/m/%i/%R:%r/usr:%q:%").expanded(LETTERS)).isEqualTo("/m/amd64/5.11://usr:%q:%");
    }

    @Test
    void oIsTheOldPath() {
        assertThat(new SearchPath("/old").changedTo("/new:%o:%o/x").text()).isEqualTo("/new:/old:/old/x");
    }

    @Test
    void emptyElementsAreNoFolders() {
        assertThat(new SearchPath(":/a::/b:").folders(LETTERS)).containsExactly(Path.of("/a"), Path.of("/b"));
        assertThat(new SearchPath("").folders(LETTERS)).isEmpty();
        assertThat(new SearchPath("/a\0b").folders(LETTERS)).isEmpty();
    }

    @Test
    void whatAGuestCallsItselfCannotLeadElsewhere() {
        var letters = Map.of('R', "../../home/x:/tmp");
        assertThat(new SearchPath("/m/%R").expanded(letters)).isEqualTo("/m/_._.._home_x__tmp");
        assertThat(new SearchPath("/m/%R").expanded(Map.of('R', ".."))).isEqualTo("/m/_.");
    }
}
