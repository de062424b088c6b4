package dev.xmdb.target.guest.linux.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.guest.linux.VmCoreInfo;
import dev.xmdb.target.types.TypesOf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logs of kernels before Linux 5.10, written record by record as struct printk_log has them. */
final class LogBufferTest {
    private static final long BUFFER = 0xffffffff82800000L;
    private static final int SIZE = 256;
    private static final long POINTER = 0xffffffff82600000L;
    private static final long LENGTH = POINTER + 8;
    private static final long FIRST = POINTER + 16;
    private static final long NEXT = POINTER + 24;
    private static final long SEQUENCE = POINTER + 32;
    private static final Map<String, Long> VARIABLES = Map.of(
            "log_buf",
            POINTER,
            "log_buf_len",
            LENGTH,
            "log_first_idx",
            FIRST,
            "log_next_idx",
            NEXT,
            "log_first_seq",
            SEQUENCE);
    private static final int PLAIN = 16;
    private static final int WITH_CALLER = 20;

    private final MemoryOf memory = new MemoryOf(8);
    private final List<String> problems = new ArrayList<>();
    private int header = PLAIN;

    @BeforeEach
    void clear() {
        memory.put(POINTER, new byte[64]).put(BUFFER, new byte[SIZE]);
        memory.word(POINTER, BUFFER).put(LENGTH, 4, SIZE);
    }

    /** Writes a record with a dictionary of four bytes behind its text; the place behind it. */
    private int record(int at, long time, int facility, int level, String text) {
        int length = (header + text.length() + 4 + 3) & -4;
        long place = BUFFER + at;
        memory.word(place, time).put(place + 8, 2, length).put(place + 10, 2, text.length());
        memory.put(place + 12, 2, 4).put(place + 14, 1, facility).put(place + 15, 1, level << 5 | 6);
        memory.put(place + header, (text + "KEY=").getBytes(StandardCharsets.ISO_8859_1));
        return at + length;
    }

    private List<LogRecord> read(int first, int next) {
        memory.put(FIRST, 4, first).put(NEXT, 4, next);
        var info = VmCoreInfo.parse("SIZE(printk_log)=" + header + "\nOFFSET(printk_log.ts_nsec)=0\n"
                + "OFFSET(printk_log.len)=8\nOFFSET(printk_log.text_len)=10\nOFFSET(printk_log.dict_len)=12\n");
        List<LogRecord> records = new ArrayList<>();
        new LogBuffer(
                        memory,
                        name -> VARIABLES.containsKey(name)
                                ? OptionalLong.of(VARIABLES.get(name))
                                : OptionalLong.empty(),
                        new LogLayout(Optional.of(info), new TypesOf()),
                        problems::add)
                .readInto(records);
        return records;
    }

    @Test
    void recordsFollowEachOther() {
        memory.word(SEQUENCE, 7);
        int next = record(record(0, 0, 0, 5, "Linux version"), 1_234_567_890, 3, 6, "two\nlines");
        assertThat(read(0, next))
                .containsExactly(
                        new LogRecord(7, 0, 5, 0, "Linux version"),
                        new LogRecord(8, 1_234_567_890, 6, 3, "two\nlines"));
        assertThat(problems).isEmpty();
    }

    @Test
    void anEmptyLogHasNoRecords() {
        assertThat(read(64, 64)).isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void behindARecordWithoutALengthTheLogGoesOnAtTheStart() {
        int next = record(0, 30, 0, 6, "the newest");
        int second = record(160, 10, 0, 6, "the oldest");
        record(second, 20, 0, 6, "another one");
        assertThat(read(160, next))
                .extracting(LogRecord::text)
                .containsExactly("the oldest", "another one", "the newest");
        assertThat(problems).isEmpty();
    }

    @Test
    void aKernelThatNotesWhoLoggedHasItsTextsFourBytesFurther() {
        header = WITH_CALLER;
        int next = record(0, 5, 0, 4, "with a caller");
        assertThat(read(0, next)).extracting(LogRecord::text).containsExactly("with a caller");
    }

    @Test
    void aRecordLongerThanTheBufferEndsTheLog() {
        int second = record(0, 1, 0, 6, "sound");
        int next = record(second, 2, 0, 6, "damaged");
        memory.put(BUFFER + second + 8, 2, 0xfff0);
        assertThat(read(0, next)).extracting(LogRecord::text).containsExactly("sound");
        assertThat(problems)
                .singleElement()
                .asString()
                .contains(Long.toHexString(BUFFER + second))
                .contains("65520 bytes long");
    }

    @Test
    void aRecordShorterThanItsHeaderEndsTheLog() {
        int second = record(0, 1, 0, 6, "sound");
        int next = record(second, 2, 0, 6, "damaged");
        memory.put(BUFFER + second + 8, 2, 4);
        assertThat(read(0, next)).hasSize(1);
        assertThat(problems).singleElement().asString().contains("is 4 bytes long");
    }

    @Test
    void aTextLongerThanItsRecordIsCutThere() {
        int next = record(0, 1, 0, 6, "text");
        memory.put(BUFFER + 10, 2, 0x7fff);
        assertThat(read(0, next)).extracting(LogRecord::text).containsExactly("textKEY=");
    }

    @Test
    void aSecondRecordWithoutALengthEndsTheLogAndDoesNotGoRound() {
        int first = record(160, 1, 0, 6, "sound");
        assertThat(read(160, 100)).hasSize(1);
        assertThat(problems).singleElement().asString().contains("is 0 bytes long, at 0 of 256");
        assertThat(first).isLessThan(SIZE);
    }

    @Test
    void recordsThatMissTheEndAreNotReadTwice() {
        int next = record(0, 1, 0, 6, "first");
        record(next, 2, 0, 6, "second");
        record(200, 3, 0, 6, "the oldest");
        assertThat(read(200, next - 4)).extracting(LogRecord::text).containsExactly("the oldest", "first");
        assertThat(problems).singleElement().asString().contains("past the end");
    }

    @Test
    void placesOutsideTheBufferAreNamed() {
        assertThat(read(0, 0x10000)).isEmpty();
        assertThat(read(0x10000, 0)).isEmpty();
        assertThat(problems).hasSize(2).allMatch(line -> line.startsWith("log: "));
    }
}
