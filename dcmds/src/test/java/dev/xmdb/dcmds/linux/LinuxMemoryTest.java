package dev.xmdb.dcmds.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Commands about memory on the sample of the repository: 76 MiB, whose use the guest told in its /proc. */
class LinuxMemoryTest {
    /** MemTotal is what is handed out; the image has 76 MiB in 19456 frames. */
    private static final long FRAMES = 19_456;

    private final Conversation session = new Conversation(LinuxDomain.target());

    @Test
    void memoryIsSummedUpByUse() {
        String table = session.run("::memstat");
        assertThat(session.messages()).isEmpty();
        List<String> lines = table.lines().toList();
        assertThat(lines.get(0)).isEqualTo("Page Summary                Pages               MiB  %Tot");
        assertThat(lines.get(1)).isEqualTo("------------     ----------------  ----------------  ----");
        assertThat(lines.getLast()).isEqualTo("Total                       19456                76");
        Map<String, Long> rows = lines.subList(2, lines.size() - 2).stream()
                .collect(Collectors.toMap(
                        line -> line.substring(0, 17).strip(),
                        line -> Long.parseLong(line.substring(17, 33).strip())));
        assertThat(rows.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(FRAMES);
        assertThat(rows.keySet())
                .contains("Kernel", "Kernel stacks", "Slab", "Page tables", "Anon", "Page cache", "Free");
    }

    @Test
    void zonesHaveAllFramesBetweenThem() {
        List<String> rows = session.run("::zoneinfo").lines().toList();
        assertThat(session.messages()).isEmpty();
        assertThat(rows.get(0).strip()).startsWith("ADDR NODE ZONE");
        // guest-zoneinfo.txt: start_pfn, spanned, present, managed.
        assertThat(rows.get(1)).matches("ffff[0-9a-f]{12}    0 DMA {14}1      4095      3999 +\\d+ .*");
        assertThat(rows.get(2)).matches("ffff[0-9a-f]{12}    0 DMA32 {9}1000     15360     15360 +\\d+ .*");
        assertThat(rows).hasSize(3);
        assertThat(session.run("::walk zone | ::zoneinfo").lines().toList()).isEqualTo(rows);
    }

    @Test
    void listsOfFreeBlocksHaveWhatTheKernelCounts() {
        String blocks = session.run("::buddyinfo -v");
        assertThat(session.messages()).isEmpty();
        assertThat(blocks.lines().findFirst().orElseThrow()).endsWith("  8      9     10");
        assertThat(blocks).contains("\n   0 DMA32    Movable ");
    }

    @Test
    void aPageIsFoundByItsFrameAndByItsStructure() {
        String byFrame = session.run("1000::page -v");
        String own = byFrame.lines().skip(1).findFirst().orElseThrow();
        assertThat(own).startsWith("ffffea0000040000      1000 ");
        assertThat(session.run("ffffea0000040000::page -v")).isEqualTo(byFrame);
        assertThat(session.run("ffffea0000040008::page -v")).isEqualTo(byFrame);
        assertThat(byFrame).contains("direct map ffff888001000000, node 0 zone DMA32, mfn ");
        assertThat(session.errors("9000::page"))
                .isEqualTo("xmdb: 9000 is neither a page structure nor a frame: the frames end before 4c00\n");
    }

    @Test
    void theKernelsTextWasNeverHandedOut() {
        assertThat(session.run("_text::vatopfn | ::page").lines().skip(1))
                .singleElement()
                .asString()
                .startsWith("ffffea0000040000      1000 reserved          1     0     0 ")
                .endsWith(" reserved");
    }

    @Test
    void theStackOfATaskIsAnAreaOfItsOwn() {
        List<String> stacks =
                session.run("::vmalloc -c kernel_clone").lines().skip(1).toList();
        assertThat(session.messages()).isEmpty();
        assertThat(stacks)
                .filteredOn(line -> line.endsWith(" stack of 2 kthreadd"))
                .singleElement()
                .asString()
                .matches("ffffc900[0-9a-f]{8}     5000      4 vmalloc          kernel_clone\\+0x[0-9a-f]+, .*");
    }

    @Test
    void anAreaIsFoundByAnAddressInIt() {
        List<String> all = session.run("::vmalloc").lines().toList();
        String second = all.get(2);
        long start = Long.parseUnsignedLong(second.substring(0, 16), 16);
        assertThat(session.run(Long.toHexString(start + 0x123) + "::vmalloc")
                        .lines()
                        .toList()
                        .get(1))
                .isEqualTo(second);
        assertThat(session.errors("init_task::vmalloc"))
                .matches("xmdb: ffffffff[0-9a-f]{8} is in no vmalloc area that is in use\n");
    }

    @Test
    void filtersChooseKindsAndFlags() {
        List<String> rows =
                session.run("::page -k anon -f '!lru'").lines().skip(1).toList();
        assertThat(rows).noneMatch(line -> line.contains("lru"));
        List<String> others =
                session.run("::page -k anon -f lru").lines().skip(1).toList();
        assertThat(others).isNotEmpty().allMatch(line -> line.contains(" anon ") && line.contains("lru"));
        assertThat(session.errors("::page -k cheese")).startsWith("xmdb: no kind of page is called cheese: ");
        assertThat(session.errors("::page -f cheese")).startsWith("xmdb: this kernel has no page flag cheese: ");
    }

    @Test
    void everyPageIsWalkedOnce() {
        session.run("::walk page");
        assertThat(session.messages()).isEmpty();
        assertThat(session.rows()).hasSize((int) FRAMES);
    }

    @Test
    void sectionsOfMemoryAreItsSegments() {
        assertThat(session.run("::memseg_list").lines().skip(1))
                .singleElement()
                .asString()
                .endsWith(" ffffea0000000000 ffffea0000130000 0000000000000000 0000000000004c00");
    }

    @Test
    void aWalkIsComparedWithTheKernelsArithmetic() {
        assertThat(session.run("ffff888001000000::vatopfn -v").lines().reduce((one, other) -> other))
                .hasValue("By its place in the direct map it is pfn 0x1000, the same");
        assertThat(session.run("ffffffff81000000::vatopfn -v").lines().reduce((one, other) -> other))
                .hasValue("By its place in the kernel's image it is pfn 0x1000, the same");
        assertThat(session.run("ffffffff81000000::vatopfn").lines())
                .singleElement()
                .asString()
                .startsWith("Virtual address 0xffffffff81000000 maps pfn 0x1000 (mfn 0x");
    }

    @Test
    void anEntryIsDecodedAsTheKernelMeansIt() {
        // The frame, or the place in swap, of an entry that is not present is inverted.
        assertThat(session.run("ffffffedcb100::pte")).isEqualTo("pte=0xffffffedcb100: pfn=0x1234 protnone !VALID\n");
        assertThat(session.run("0fffffffffff5400::pte"))
                .isEqualTo("pte=0xfffffffffff5400: swap type=1 offset=0x55 !VALID\n");
        assertThat(session.run("0::pte")).isEmpty();
        assertThat(session.run("8000000000000a25::pte"))
                .isEqualTo("pte=0x8000000000000a25: mfn=0x0 pfn=? present user accessed special soft-dirty nx\n");
    }

    @Test
    void anEntryIsDecodedWhereItIs() {
        // The last entry of a walk is at index 0 of the table whose mfn the row before it names.
        String walk = session.run("ffff888001000000::vatopfn -v");
        String[] last = walk.lines().skip(4).findFirst().orElseThrow().strip().split(" +", -1);
        assertThat(last[0]).isEqualTo("1");
        String pfn = session.run(last[1] + "::mfntopfn").strip();
        long table = 0xffff_8880_0000_0000L + (Long.parseLong(pfn, 16) << 12) + Long.parseLong(last[2], 16) * 8;
        assertThat(session.run(Long.toHexString(table) + "::pte"))
                .isEqualTo(session.run(last[3] + "::pte"))
                .startsWith("pte=0x" + last[3].replaceFirst("^0+", "") + ": mfn=0x")
                .contains(" pfn=0x1000 present ");
    }
}
