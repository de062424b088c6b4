package dev.xmdb.dcmds.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.Frames;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchDcmdTest {
    private static final Pattern LAB_PAGE =
            Pattern.compile("LAB-TRUTH page .* va=0x([0-9a-f]+) .* pfn=0x([0-9a-f]+) .* text=\"(LAB-[^\"]+)\"");

    private final Conversation session = new Conversation(LinuxDomain.target());

    /** Physical addresses of some bytes, found page by page and byte by byte; not those that cross from page to page. */
    private static List<String> plainly(DomainImage image, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        MemorySegment file = image.bytes();
        var found = new ArrayList<String>();
        image.frames().forEachRun(run -> {
            long offset = image.frames().fileOffsetOfPfn(run.pfn());
            long length = run.length() * Frames.PAGE_SIZE - wanted.length + 1;
            for (long i = 0; i < length; i++) {
                int matched = 0;
                while (matched < wanted.length
                        && file.get(ValueLayout.JAVA_BYTE, offset + i + matched) == wanted[matched]) {
                    matched++;
                }
                if (matched == wanted.length) {
                    found.add(Long.toHexString(run.pfn() * Frames.PAGE_SIZE + i));
                }
            }
        });
        return found;
    }

    @Test
    void textIsFoundInPhysicalMemoryWhereAPlainScanFindsIt() {
        List<String> expected = plainly(LinuxDomain.target().image(), "LAB-PRIVATE-ANON");
        assertThat(expected).isNotEmpty();
        assertThat(session.run("::search -p -t LAB-PRIVATE-ANON").lines()).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64-small", "linux-pv64b", "linux-pvh"})
    @EnabledIfEnvironmentVariable(named = LinuxDomain.IMAGES, matches = ".+")
    void everyPageThatAGuestNamedIsFoundAtItsFrame(String name) throws IOException {
        var real = new Conversation(LinuxDomain.real(name));
        int pages = 0;
        for (String line : Files.readAllLines(LinuxDomain.truth(name, "guest-lab-truth.txt"))) {
            Matcher page = LAB_PAGE.matcher(line);
            if (page.find()) {
                long offset = Long.parseLong(page.group(1), 16) % Frames.PAGE_SIZE;
                long address = Long.parseLong(page.group(2), 16) * Frames.PAGE_SIZE + offset;
                List<String> found = real.run("::search -p -t \"" + page.group(3) + "\"")
                        .lines()
                        .toList();
                assertThat(found).contains(Long.toHexString(address)).doesNotHaveDuplicates();
                if (pages++ % 8 == 0) {
                    assertThat(found).isEqualTo(plainly(LinuxDomain.real(name).image(), page.group(3)));
                }
            }
        }
        assertThat(pages).isGreaterThan(8);
    }

    @Test
    void theKernelsHalfShowsAPageUnderItsSymbolAndInTheMapOfAllMemory() {
        String banner = session.run("::search -t \"Linux version 6\"");
        assertThat(banner).contains("  linux_banner\n").contains("\nffff");
        long place = session.session().evaluate("linux_banner", 0);
        assertThat(session.run("linux_banner,40::search -v -t \"Linux version\""))
                .isEqualTo(Long.toHexString(place) + ":  \"Linux version\"  linux_banner\n");
    }

    @Test
    void aPointerIsFoundByBothCommandsAndByCrashsName() {
        String pointers = session.run("init_task::kgrep");
        assertThat(pointers.lines()).hasSizeGreaterThan(3);
        assertThat(session.run("::search init_task | ::map .")).isEqualTo(pointers);
        assertThat(session.run("search init_task").lines().map(line -> line.replaceAll("  .*", "")))
                .containsExactlyElementsOf(pointers.lines().toList());
        String place = pointers.lines().findFirst().orElseThrow();
        assertThat(session.run("*" + place + "=J")).isEqualToIgnoringWhitespace(session.run("init_task=J"));
    }

    @Test
    void valuesMayBeNearMaskedAndShown() {
        String exact = session.run("init_task::kgrep -v");
        assertThat(exact.lines()).allMatch(line -> line.endsWith(":\t" + hex("init_task")));
        assertThat(session.run("init_task::kgrep -v -d 1")).isEqualTo(exact);
        String near = session.run("init_task::kgrep -v -d 1000");
        assertThat(near.lines()).containsAll(exact.lines().toList()).hasSizeGreaterThan((int)
                exact.lines().count());
        assertThat(session.run("init_task::kgrep -M fff -v").lines().count()).isPositive();
        String low = session.run("init_task::kgrep -s 4 -a ffffffff82000000 -A ffffffff83000000");
        assertThat(session.messages()).contains("overflows requested size 4 (max: ffffffff)");
        assertThat(low).isNotEmpty();
    }

    @Test
    void addressesFromAPipeAreRanges() {
        String pointers = session.run("init_task::kgrep");
        assertThat(session.run("init_task::kgrep | ::search -l 8 init_task | ::map ."))
                .isEqualTo(pointers);
        assertThat(session.errors("init_task::kgrep | ::search -l 4 init_task")).isEmpty();
        assertThat(session.rows()).isEmpty();
        assertThat(session.errors("init_task::map . | ::search 0"))
                .isEqualTo("xmdb: say with -l how many bytes to search at each address\n");
    }

    @Test
    void bytesAroundAMatchAreShown() {
        String text = session.run("linux_banner,40::search -C 4 -t version");
        assertThat(text).contains("6e 75 78 20 76 65 72 73 69 6f 6e 20 36").contains("  nux version 6");
    }

    @Test
    void aLimitEndsTheSearch() {
        assertThat(session.run("::search -p -n 3 0").lines()).hasSize(3);
    }

    @Test
    void whatMakesNoSearchIsRefused() {
        assertThat(session.errors("::search -t -b 00")).startsWith("xmdb: only one of -t, -b and -e may be given\n");
        assertThat(session.errors("::search -p -w 0")).startsWith("xmdb: -a, -c, -d, -r, -u and -w are for virtual");
        assertThat(session.errors("::search -e '('")).startsWith("xmdb: not a regular expression: Unclosed group");
        assertThat(session.errors("::search -b 4")).isEqualTo("xmdb: a byte has two digits: 4\n");
        assertThat(session.errors("::search -s 3 0")).isEqualTo("xmdb: a value has 1, 2, 4 or 8 bytes, not 3\n");
        assertThat(session.errors("::search -s 1 100")).isEqualTo("xmdb: 100 does not fit into 1 bytes (see -s)\n");
        assertThat(session.errors("fffffffffffff000,10::search 1"))
                .isEqualTo("xmdb: nothing searched: there is no memory in the range\n");
        assertThat(session.errors("1::kgrep -m 1 -d 2"))
                .startsWith("xmdb: only one of -d, -m and -M may be specified\n");
        assertThat(session.errors("1::kgrep -s 3")).isEqualTo("xmdb: size must be a power of 2\n");
        assertThat(session.errors("1::kgrep -s 10")).isEqualTo("xmdb: sizes greater than 8 not supported\n");
    }

    @Test
    void anInterruptedSearchEnds() {
        session.interruptAfterFirstRow();
        session.run("::search -p 0");
        assertThat(session.rows().size()).isLessThan(1_000_000);
        assertThat(session.outcome().succeeded()).isFalse();
    }

    private String hex(String expression) {
        return Long.toHexString(session.session().evaluate(expression, 0));
    }
}
