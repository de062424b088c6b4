package dev.xmdb.engine.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NearNamesTest {
    private static List<String> near(String unknown, String... known) {
        var near = new NearNames(unknown);
        List.of(known).forEach(near);
        return near.found();
    }

    @Test
    void lettersLeftOutAddedMistakenOrSwappedAreFound() {
        assertThat(near("thread", "thred", "threads", "thrxad", "proc")).containsExactly("threads", "thred", "thrxad");
        assertThat(near("thraed", "thread", "proc")).containsExactly("thread");
    }

    @Test
    void theSameNameInAnotherCaseIsNearest() {
        assertThat(near("KMEM_flags", "kmem_flag", "kmem_flags", "kmem_flagsx")).containsExactly("kmem_flags");
    }

    @Test
    void namesThatBeginWithTheTextAreFoundShortestFirstAndAtMostThree() {
        assertThat(near("linux_b", "linux_banner_ptr", "linux_banner", "linux_binfmt", "linux_bin", "init_task"))
                .containsExactly("linux_bin", "linux_banner", "linux_binfmt");
    }

    @Test
    void oneMistakeIsNearerThanALongerNameAndThatNearerThanTwoMistakes() {
        assertThat(near("kmem_cach", "kmem_cache", "kmem_cache_create")).containsExactly("kmem_cache");
        assertThat(near("kmem_cac", "kmem_cache_create", "kmemxxcac")).containsExactly("kmem_cache_create");
    }

    @Test
    void aFourthOfTheLettersMayBeWrongAndNotMoreThanThree() {
        assertThat(near("abcd", "abxx")).isEmpty();
        assertThat(near("abcdefgh", "abcdefxx")).containsExactly("abcdefxx");
        assertThat(near("abcdefghijklmnopqrst", "abcdefghijklmnop")).isEmpty();
    }

    @Test
    void oneOrTwoLettersCannotBeMistaken() {
        assertThat(near("ps", "ls", "pt")).isEmpty();
        assertThat(near("ps", "PS")).containsExactly("PS");
        assertThat(near("", "a")).isEmpty();
        assertThat(near("a", "")).isEmpty();
    }

    @Test
    void oneOfAHundredThousandNamesIsFound() {
        var random = new Random(1);
        var names = new ArrayList<String>();
        for (int i = 0; i < 100_000; i++) {
            var name = new StringBuilder();
            for (int length = 4 + random.nextInt(28); length > 0; length--) {
                name.append((char) ('a' + random.nextInt(26)));
            }
            names.add(name.toString());
        }
        names.add("scsi_vhci_bus_config");
        var near = new NearNames("scsi_vhci_bus_confgi");
        names.forEach(near);
        assertThat(near.found()).containsExactly("scsi_vhci_bus_config");
    }
}
