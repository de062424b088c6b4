package dev.xmdb.engine.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NameIndexTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void namesThatBeginWithATextComeInOrderAndOnce() {
        var index = new NameIndex("letters", () -> Stream.of("b", "abc", "ab", "a", "abc", "", "B"));
        assertThat(index.beginning("ab", 10, LONG)).containsExactly("ab", "abc");
        assertThat(index.beginning("", 10, LONG)).containsExactly("B", "a", "ab", "abc", "b");
        assertThat(index.beginning("x", 10, LONG)).isEmpty();
    }

    @Test
    void ofTooManyTheFirstOnesAndTheLastRemainSoThatTheyHaveNoMoreInCommonThanAllOfThem() {
        var index = new NameIndex("numbers", () -> IntStream.range(1000, 2000).mapToObj(i -> "n" + i));
        assertThat(index.beginning("n1", 3, LONG)).containsExactly("n1000", "n1001", "n1999");
    }

    @Test
    void whoCannotWaitGetsWhatWasReadSoFar() {
        var rest = new CountDownLatch(1);
        var index = new NameIndex(
                "slow names",
                () -> Stream.concat(
                        IntStream.range(0, 1024).mapToObj(i -> "early" + i),
                        Stream.of("late").peek(name -> {
                            try {
                                rest.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        })));
        while (index.beginning("early", 2000, Duration.ofMillis(1)).size() < 1024) {
            Thread.onSpinWait();
        }
        assertThat(index.beginning("late", 10, Duration.ofMillis(1))).isEmpty();
        rest.countDown();
        assertThat(index.beginning("late", 10, LONG)).containsExactly("late");
        assertThat(index.names(LONG)).hasSize(1025);
    }

    @Test
    void namesThatCannotBeReadToTheirEndAreThoseThatCould() {
        var index = new NameIndex(
                "damaged names",
                () -> Stream.of("good", "bad").peek(name -> {
                    if (name.equals("bad")) {
                        throw new IllegalStateException("damaged");
                    }
                }));
        assertThat(index.beginning("", 10, LONG)).containsExactly("good");
    }
}
