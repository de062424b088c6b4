package dev.xmdb.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.Frames;
import dev.xmdb.sim.truth.Facts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads from images what a domain shares with others, by the offsets of the public interface. */
final class SharedPagesTest {
    private static final int RING = 1024;
    private static final List<String> TYPES = List.of(
            "XS_DEBUG",
            "XS_DIRECTORY",
            "XS_READ",
            "XS_GET_PERMS",
            "XS_WATCH",
            "XS_UNWATCH",
            "XS_TRANSACTION_START",
            "XS_TRANSACTION_END",
            "XS_INTRODUCE",
            "XS_RELEASE",
            "XS_GET_DOMAIN_PATH",
            "XS_WRITE",
            "XS_MKDIR",
            "XS_RM",
            "XS_SET_PERMS",
            "XS_WATCH_EVENT",
            "XS_ERROR");

    private static final Map<Long, Dump> DUMPS = new HashMap<>();

    @TempDir
    static Path folder;

    @AfterAll
    static void close() {
        DUMPS.values().forEach(Dump::close);
        DUMPS.clear();
    }

    /** An image that was written, and what is told of it. */
    private record Dump(ImageMemory memory, ImageKernel kernel, Facts truth) {
        void close() {
            memory.close();
        }

        long pointer(String variable) {
            return memory.u64(kernel.address(variable));
        }

        long physicalFrame(long va) {
            return (memory.entry(va) & 0x000ffffffffff000L) >>> Frames.PAGE_SHIFT;
        }
    }

    /** The image of a seed, made once. */
    private static Dump dump(long seed) throws IOException, DataFormatException {
        Dump known = DUMPS.get(seed);
        if (known != null) {
            return known;
        }
        Path image = folder.resolve("core" + seed);
        var frozen = Scenario.find("sxc16").orElseThrow().freeze(new Scenario.Options(seed, 8192));
        frozen.writeElf(image);
        ImageMemory memory = new ImageMemory(image);
        Dump made = new Dump(memory, new ImageKernel(memory), new Facts(frozen.truth()));
        DUMPS.put(seed, made);
        return made;
    }

    @Test
    void startInfoNamesTheFramesAndChannelsOfTheRings() throws IOException, DataFormatException {
        Dump dump = dump(1);
        ImageMemory memory = dump.memory();
        long info = dump.pointer("xen_info");
        assertThat(memory.text(info)).isEqualTo("xen-3.0-x86_64");
        assertThat(memory.u64(info + 32)).isEqualTo(8192);
        long shared = dump.pointer("HYPERVISOR_shared_info");
        assertThat(memory.u64(info + 40) >>> Frames.PAGE_SHIFT).isEqualTo(dump.physicalFrame(shared));
        assertThat(memory.u64(info + 56)).isEqualTo(dump.physicalFrame(dump.pointer("xb_addr")));
        assertThat(memory.u32(info + 64)).isEqualTo(1);
        assertThat(memory.u64(info + 72)).isEqualTo(dump.physicalFrame(dump.pointer("HYPERVISOR_console_page")));
        assertThat(memory.u32(info + 80)).isEqualTo(2);
        assertThat(memory.u64(info + 104)).isEqualTo(dump.pointer("mfn_list"));
    }

    @Test
    void theStoresRingsHoldTheMessagesThatTheTruthTells() throws IOException, DataFormatException {
        Set<String> situations = new HashSet<>();
        for (long seed = 1; seed <= 8; seed++) {
            Dump dump = dump(seed);
            long page = dump.pointer("xb_addr");
            Facts rings = dump.truth().one("xenstore_interface");
            for (int word = 0; word < 4; word++) {
                String index =
                        List.of("req_cons", "req_prod", "rsp_cons", "rsp_prod").get(word);
                assertThat(dump.memory().u32(page + 2 * RING + 4L * word)).isEqualTo((int) rings.number(index));
            }
            for (Facts message : dump.truth().list("xenstore_ring")) {
                boolean request = message.text("direction").equals("request");
                long ring = request ? page : page + RING;
                long produced = rings.number(request ? "req_prod" : "rsp_prod");
                byte[] bytes = piece(dump.memory(), ring, message.number("position"), produced);
                checkMessage(bytes, message);
                situations.add(message.truth("complete") + " " + (message.number("taken") == 0)
                        + (message.number("taken") < message.number("written")));
            }
        }
        assertThat(situations).contains("true falsefalse", "true truetrue");
    }

    /** The bytes from a position on, as far as they were written, around the end of the ring. */
    private static byte[] piece(ImageMemory memory, long ring, long from, long to) {
        byte[] bytes = new byte[(int) (to - from)];
        for (int index = 0; index < bytes.length; index++) {
            bytes[index] = (byte) memory.u8(ring + (from + index) % RING);
        }
        return bytes;
    }

    private static void checkMessage(byte[] bytes, Facts message) {
        assertThat(word(bytes, 0)).isEqualTo(TYPES.indexOf(message.text("type")));
        assertThat(word(bytes, 4)).isEqualTo((int) message.number("request"));
        assertThat(word(bytes, 8)).isEqualTo((int) message.number("transaction"));
        assertThat(word(bytes, 12)).isEqualTo((int) message.number("length"));
        int there = (int) message.number("written") - 16;
        String payload = new String(bytes, 16, there, StandardCharsets.ISO_8859_1);
        assertThat(message.text("payload")).startsWith(payload);
        assertThat(message.truth("complete")).isEqualTo(there == message.number("length"));
    }

    private static int word(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at])
                | Byte.toUnsignedInt(bytes[at + 1]) << 8
                | Byte.toUnsignedInt(bytes[at + 2]) << 16
                | Byte.toUnsignedInt(bytes[at + 3]) << 24;
    }

    @Test
    void everyReplyAnswersARequestOrTellsOfAWatchThatTheGuestHas() throws IOException, DataFormatException {
        for (long seed = 1; seed <= 8; seed++) {
            Dump dump = dump(seed);
            List<Facts> messages = dump.truth().list("xenstore_ring");
            for (Facts message : messages) {
                if (message.text("type").equals("XS_WATCH_EVENT")) {
                    String[] texts = message.text("payload").split("\0", -1);
                    assertThat(watches(dump)).contains(Long.parseUnsignedLong(texts[1], 16));
                } else if (message.text("direction").equals("reply")) {
                    assertThat(message.number("request"))
                            .isLessThan(dump.memory().u32(dump.kernel().address("last_req_id")));
                }
            }
        }
    }

    private static List<Long> watches(Dump dump) {
        long list = dump.kernel().address("watches");
        List<Long> watches = new ArrayList<>();
        for (long node = dump.memory().u64(list + 16);
                node != list + 16;
                node = dump.memory().u64(node)) {
            watches.add(node);
            assertThat(watches).hasSizeLessThan(100);
        }
        return watches;
    }

    @Test
    void theConsolesRingHoldsTheTextThatNobodyRead() throws IOException, DataFormatException {
        int unread = 0;
        for (long seed = 1; seed <= 6; seed++) {
            Dump dump = dump(seed);
            ImageMemory memory = dump.memory();
            long page = dump.pointer("HYPERVISOR_console_page");
            Facts truth = dump.truth().one("console_ring");
            int typed = memory.u32(page + 3072);
            unread += memory.u32(page + 3076) - typed;
            StringBuilder text = new StringBuilder();
            for (int index = typed; index != memory.u32(page + 3076); index++) {
                text.append((char) memory.u8(page + index % 1024));
            }
            assertThat(text.toString()).isEqualTo(truth.text("in"));
            int shown = memory.u32(page + 3080);
            assertThat(memory.u32(page + 3084) - shown)
                    .isEqualTo(truth.text("out").length());
        }
        assertThat(unread).isPositive();
    }

    @Test
    void theGrantTableHasTheFramesOfTheSharedPages() throws IOException, DataFormatException {
        Dump dump = dump(3);
        ImageMemory memory = dump.memory();
        long table = dump.pointer("shared");
        List<Facts> grants = dump.truth().list("grants");
        assertThat(grants).hasSizeGreaterThan(5);
        for (Facts grant : grants) {
            long entry = table + 8 * grant.number("reference");
            assertThat(memory.u16(entry)).isEqualTo((int) grant.number("flags"));
            assertThat(memory.u16(entry + 2)).isZero();
            assertThat(memory.u32(entry + 4)).isEqualTo((int) dump.physicalFrame(grant.number("address")));
        }
        int free = 0;
        long list = memory.u64(dump.pointer("gnttab_list"));
        for (int entry = memory.u32(dump.kernel().address("gnttab_free_head")); entry != -1; free++) {
            assertThat(memory.u16(table + 8L * entry)).isZero();
            entry = memory.u32(list + 4L * entry);
        }
        assertThat(free)
                .isEqualTo(memory.u32(dump.kernel().address("gnttab_free_count")))
                .isEqualTo(512 - 8 - grants.size());
    }
}
