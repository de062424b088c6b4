package dev.xmdb.dcmds.genunix.whatis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.sim.truth.Facts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhatisDcmdTest {

    private static String hex(long value) {
        return Long.toHexString(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ffffff01d6f09c00 is ffffff01d6f09c00+0, allocated as a thread structure",
                "ffffff01c8c98438 is ffffff01c8c983e8+50, bufctl ffffff01c8ebf8d0 allocated from as_cache",
                "ffffff01d44d7e80 is ffffff01d44d7e80+0, bufctl ffffff01d3a2b388 allocated from kmem_alloc_40"
            })
    void theSeedsAnswersHold(String line) {
        Conversation session = SolarisDomain.sxc16().conversation();
        String address = line.substring(0, line.indexOf(' '));
        assertThat(session.run(address + "::whatis")).isEqualTo(line + "\n");
        assertThat(session.messages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 41})
    void anAddressAnywhereInABufferNamesItsCacheAndBufctlAndState(long seed) {
        SolarisDomain domain = SolarisDomain.of("sxc16", seed);
        var random = new Random(seed);
        var expected = new ArrayList<String>();
        var commands = new ArrayList<String>();
        for (Facts cache : domain.truth().list("kmem_caches")) {
            List<Facts> buffers = cache.list("buffers");
            for (int i = 0; i < Math.min(12, buffers.size()); i++) {
                Facts buffer = buffers.get(random.nextInt(buffers.size()));
                long offset = random.nextLong(cache.number("bufsize"));
                long address = buffer.number("address") + offset;
                boolean allocated = buffer.text("state").equals("allocated");
                if (cache.text("name").equals("thread_cache") && allocated) {
                    continue;
                }
                commands.add(hex(address) + "::whatis");
                expected.add(hex(address) + " is " + hex(buffer.number("address")) + "+" + hex(offset) + ", "
                        + (buffer.has("bufctl") ? "bufctl " + hex(buffer.number("bufctl")) + " " : "")
                        + (allocated ? "allocated" : "freed") + " from " + cache.text("name"));
            }
        }
        Conversation session = domain.conversation();
        assertThat(session.run(String.join("\n", commands)).lines()).containsExactlyElementsOf(expected);
        assertThat(session.messages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void everyThreadStructureAndStackIsKnown(long seed) {
        SolarisDomain domain = SolarisDomain.of("sxc16", seed);
        Conversation session = domain.conversation();
        for (Facts thread : domain.truth().list("threads")) {
            long address = thread.number("address");
            if (moduleData(domain, address)) {
                continue;
            }
            assertThat(session.run(hex(address + 0x10) + "::whatis"))
                    .isEqualTo(hex(address + 0x10) + " is " + hex(address) + "+10, allocated as a thread structure\n");
            List<Facts> frames = thread.list("stack");
            if (!frames.isEmpty() && thread.text("state").equals("sleep")) {
                long frame = frames.getLast().number("fp");
                assertThat(session.run(hex(frame) + "::whatis"))
                        .isEqualTo(hex(frame) + " is in thread " + hex(address) + "'s stack\n");
                long left = thread.number("sp") - 8;
                assertThat(session.run(hex(left) + "::whatis"))
                        .isEqualTo(hex(left) + " is in thread " + hex(address) + "'s stack (below sp)\n");
            }
        }
    }

    /** The first thread is a variable of unix. */
    private static boolean moduleData(SolarisDomain domain, long address) {
        return domain.truth().list("symbols").stream().anyMatch(symbol -> symbol.number("address") == address);
    }

    @Test
    void symbolsOfModulesAreNamedWithTheirSegment() {
        SolarisDomain domain = SolarisDomain.sxc16();
        Facts function = domain.truth().list("symbols").stream()
                .filter(symbol -> symbol.text("name").equals("swtch"))
                .findFirst()
                .orElseThrow();
        String address = hex(function.number("address") + 4);
        assertThat(domain.conversation().run(address + "::whatis"))
                .isEqualTo(address + " is swtch+4 in " + function.text("module") + "'s text segment\n");
        assertThat(domain.conversation().run(address + "::whatis -n"))
                .isEqualTo(address + " is swtch+4, in " + function.text("module") + "'s text segment\n");
    }

    @Test
    void theNewerWordingLeavesOutABeginningThatTheAddressIs() {
        Conversation session = SolarisDomain.sxc16().conversation();
        assertThat(session.run("ffffff01d6f09c00::whatis -n"))
                .isEqualTo("ffffff01d6f09c00 is allocated as a thread structure\n");
        assertThat(session.run("ffffff01c8c98438::whatis -n"))
                .isEqualTo(
                        "ffffff01c8c98438 is ffffff01c8c983e8+50, bufctl ffffff01c8ebf8d0 allocated from as_cache\n");
        assertThat(session.run("ffffff01d44d7e80::whatis -nq"))
                .isEqualTo("ffffff01d44d7e80 is bufctl ffffff01d3a2b388 allocated from kmem_alloc_40\n");
    }

    @Test
    void withMoreOfItTheAuditTrailOfABufferFollowsItsLine() {
        SolarisDomain domain = SolarisDomain.sxc16();
        Facts cache = domain.truth().list("kmem_caches").stream()
                .filter(each -> each.text("name").equals("kmem_alloc_96"))
                .findFirst()
                .orElseThrow();
        Facts buffer = cache.list("buffers").stream()
                .filter(each -> each.text("state").equals("allocated"))
                .max(Comparator.comparingInt(each -> each.numbers("stack").size()))
                .orElseThrow();
        String address = hex(buffer.number("address"));
        String bufctl = hex(buffer.number("bufctl"));
        List<Long> stack = buffer.numbers("stack");
        String[] trail = {
            "            ADDR          BUFADDR        TIMESTAMP           THREAD",
            "                            CACHE          LASTLOG         CONTENTS",
            String.format("%16s %16s %16x %16x", bufctl, address, known(buffer, "timestamp"), known(buffer, "thread"))
        };
        Conversation session = domain.conversation();
        List<String> newer = session.run(address + "::whatis -n").lines().toList();
        assertThat(newer)
                .startsWith(address + " is allocated from kmem_alloc_96:")
                .hasSize(6 + stack.size());
        assertThat(newer.subList(1, 4)).containsExactly(trail);
        assertThat(session.run(address + "::whatis -v"))
                .contains(address + " is " + address + "+0, bufctl " + bufctl + " allocated from kmem_alloc_96:\n"
                        + String.join("\n", trail) + "\n");
        assertThat(session.run(bufctl + "::bufctl -v").lines().toList().subList(0, 3))
                .containsExactly(trail);
    }

    private static long known(Facts facts, String name) {
        return facts.has(name) ? facts.number(name) : 0;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void segmentsOfArenasThatNobodyCutFurtherAreNamed(long seed) {
        SolarisDomain domain = SolarisDomain.of("sxc16", seed);
        Facts arena = domain.truth().list("vmem_arenas").stream()
                .filter(each -> each.text("name").equals("heap"))
                .findFirst()
                .orElseThrow();
        Facts free = arena.list("segments").stream()
                .filter(segment -> segment.text("type").equals("free"))
                .findFirst()
                .orElseThrow();
        String address = hex(free.number("start") + 0x18);
        String place = hex(free.number("start")) + "+18";
        Conversation session = domain.conversation();
        assertThat(session.run(address + "::whatis"))
                .isEqualTo(address + " is " + place + " freed from heap vmem arena\n");
        assertThat(session.run(address + "::whatis -b"))
                .isEqualTo(address + " is " + place + " (vmem_seg " + hex(free.number("address"))
                        + ") freed from heap vmem arena\n");
        assertThat(session.run(address + "::whatis -nq"))
                .isEqualTo(address + " is " + place + ", vmem_seg " + hex(free.number("address"))
                        + " freed from the heap vmem arena\n");
    }

    @Test
    void whatNobodyKnowsIsUnknown() {
        assertThat(SolarisDomain.sxc16().conversation().run("10::whatis")).isEqualTo("10 is unknown\n");
    }

    @Test
    void itFeedsNoPipe() {
        Conversation session = SolarisDomain.sxc16().conversation();
        assertThat(session.errors("10::whatis | ::grep .")).isEqualTo("xmdb: whatis: cannot be output into a pipe\n");
        assertThat(session.outcome().succeeded()).isFalse();
    }

    @Test
    void everyAddressOfAPipeGetsAnAnswerInItsPlace() {
        SolarisDomain domain = SolarisDomain.sxc16();
        Facts cache = domain.truth().list("kmem_caches").stream()
                .filter(each -> each.text("name").equals("as_cache"))
                .findFirst()
                .orElseThrow();
        long allocated = cache.list("buffers").stream()
                .filter(buffer -> buffer.text("state").equals("allocated"))
                .count();
        assertThat(domain.conversation().run("::walk as_cache | ::whatis").lines())
                .hasSize((int) allocated)
                .allMatch(line -> line.endsWith(" allocated from as_cache"));
    }

    @Test
    void whatIsSearchedIsToldUpToTheAnswer() {
        assertThat(SolarisDomain.sxc16()
                        .conversation()
                        .run("ffffff01c8c98438::whatis -v")
                        .lines())
                .startsWith("Searching genunix`modules...", "Searching genunix`threads...")
                .contains("Searching thread_cache...")
                .endsWith(
                        "Searching as_cache...",
                        "ffffff01c8c98438 is ffffff01c8c983e8+50, bufctl ffffff01c8ebf8d0 allocated from as_cache");
    }
}
