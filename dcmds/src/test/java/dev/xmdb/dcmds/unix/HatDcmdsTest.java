package dev.xmdb.dcmds.unix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.engine.output.Value;
import dev.xmdb.sim.machine.PageFlags;
import dev.xmdb.sim.truth.Facts;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HatDcmdsTest {
    private static final int PAGE_SHIFT = 12;
    private static final long LARGE = 0x80;
    private static final long FRAME = 0x000f_ffff_ffff_f000L;
    private static final long KERNEL_DATA = 0xfffffffffbc00000L;

    @SuppressWarnings("unchecked") // The truth is a tree without types.
    private static List<List<String>> mappings(SolarisDomain domain) {
        return (List<List<String>>) domain.truth().values().get("mappings");
    }

    private static long hex(String text) {
        return Long.parseUnsignedLong(text.substring(2), 16);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyMappingOfTheKernelIsFoundByItsHtablesAndByTheWalk(long seed) {
        SolarisDomain domain = SolarisDomain.of("sxc16", seed);
        String commands = mappings(domain).stream()
                .map(mapping -> mapping.getFirst() + "::vatopfn | ::map .")
                .collect(Collectors.joining("\n"));
        Conversation session = domain.conversation();
        assertThat(session.run(commands).lines())
                .isEqualTo(mappings(domain).stream()
                        .map(mapping -> Long.toHexString(hex(mapping.get(1))))
                        .toList());
        assertThat(session.messages()).isEmpty();
    }

    @Test
    void theLevelsAreThoseOfTheKernelsRecords() {
        SolarisDomain domain = SolarisDomain.sxc16();
        long va = 0xfffffffffbc4b7f0L;
        var mapping = mappings(domain).stream()
                .filter(each -> hex(each.getFirst()) == (va & -0x1000))
                .findFirst()
                .orElseThrow();
        long kernelHat = domain.truth().list("page_tables").getFirst().number("hat");
        var tables = domain.truth().list("page_tables").stream()
                .filter(table -> table.number("hat") == kernelHat)
                .filter(table -> table.number("level") == 3
                        || table.number("address") == (va & -(1L << (PAGE_SHIFT + 9 * (table.number("level") + 1)))))
                .sorted((left, right) -> Long.compare(left.number("level"), right.number("level")))
                .toList();
        List<String> lines =
                domain.conversation().run("fffffffffbc4b7f0::vatopfn").lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.getFirst())
                .isEqualTo("\tlevel=0 htable=" + tables.getFirst().text("htable") + " pte=" + mapping.get(2));
        for (int level = 0; level < 4; level++) {
            assertThat(lines.get(level))
                    .startsWith(
                            "\tlevel=" + level + " htable=" + tables.get(level).text("htable") + " pte=0x");
        }
        assertThat(lines.getLast())
                .isEqualTo(String.format(
                        Locale.ROOT,
                        "Virtual address 0xfffffffffbc4b7f0 maps pfn %s (mfn 0x%x)",
                        mapping.get(1),
                        (hex(mapping.get(2)) & FRAME) >>> PAGE_SHIFT));
    }

    @Test
    void inALargePageTheFrameIsThatOfTheAddress() {
        SolarisDomain domain = SolarisDomain.sxc16();
        var large = mappings(domain).stream()
                .filter(each -> (hex(each.get(2)) & LARGE) != 0)
                .findFirst()
                .orElseThrow();
        long va = hex(large.getFirst()) + 0x12345;
        assertThat(domain.conversation().run(Long.toHexString(va) + "::vatopfn"))
                .contains("\tlevel=1 htable=")
                .doesNotContain("level=0")
                .contains(" maps pfn 0x" + Long.toHexString(hex(large.get(1)) + 0x12) + " (mfn 0x")
                .endsWith(") in a 2 MiB page\n");
    }

    @Test
    void anAddressThatTheKernelDoesNotMapIsUnmapped() {
        var session = SolarisDomain.sxc16().conversation();
        assertThat(session.errors("fffffffff0000000::vatopfn"))
                .isEqualTo("xmdb: Address fffffffff0000000 is unmapped.\n");
        assertThat(session.outcome().succeeded()).isFalse();
        assertThat(session.errors("fffffffffbc4b7f0::vatopfn -a 1000"))
                .startsWith("xmdb: Couldn't read struct as at 1000: ")
                .hasLineCount(1);
    }

    @Test
    void theHtablesOfTheKernelAreTheTruth() {
        SolarisDomain domain = SolarisDomain.sxc16();
        long hat = domain.truth().list("page_tables").getFirst().number("hat");
        assertThat(domain.conversation()
                        .run(Long.toHexString(hat) + "::htables")
                        .lines())
                .containsExactlyInAnyOrderElementsOf(domain.truth().list("page_tables").stream()
                        .filter(table -> table.number("hat") == hat)
                        .map(table -> Long.toHexString(table.number("htable")))
                        .toList());
    }

    @Test
    void aPageTableIsPrintedWithTheAddressesOfItsEntries() {
        SolarisDomain domain = SolarisDomain.sxc16();
        Facts table = domain.truth().list("page_tables").stream()
                .filter(each -> each.number("level") == 0)
                .findFirst()
                .orElseThrow();
        long last = table.number("address") + (1 << 21);
        var expected = mappings(domain).stream()
                .filter(each -> hex(each.getFirst()) >= table.number("address") && hex(each.getFirst()) < last)
                .map(each -> "va=" + each.getFirst() + " pte=" + each.get(2) + ":")
                .toList();
        List<String> lines = domain.conversation()
                .run(Long.toHexString(table.number("pfn")) + "::ptable")
                .lines()
                .toList();
        assertThat(lines.getFirst()).isEqualTo("htable=" + table.text("htable").substring(2));
        assertThat(lines.stream().skip(1).map(line -> line.substring(6, line.indexOf(':') + 1)))
                .isEqualTo(expected);
    }

    @Test
    void everyMappingOfAFrameIsReported() {
        SolarisDomain domain = SolarisDomain.sxc16();
        var mapping = mappings(domain).get(7);
        assertThat(domain.conversation().run(mapping.get(1) + "::report_maps").lines())
                .anyMatch(
                        line -> line.endsWith(" maps addr=" + mapping.getFirst().substring(2)));
        Facts table = domain.truth().list("page_tables").getFirst();
        assertThat(domain.conversation().run(table.text("pfn") + "::report_maps"))
                .contains("Pagetable for hat=" + table.text("hat").substring(2) + " htable="
                        + table.text("htable").substring(2) + "\n");
    }

    @Test
    void aSoundKernelHasNoPageThatIsOpenToUsers() {
        var session = SolarisDomain.sxc16().conversation();
        assertThat(session.run("::ptescan -f 'user,!global'").lines()).hasSize(1);
        assertThat(session.messages()).isEmpty();
    }

    @Test
    void theScanFindsEveryMapping() {
        SolarisDomain domain = SolarisDomain.sxc16();
        var session = domain.conversation();
        assertThat(session.run("::ptescan -f '!foreign' | ::map .").lines())
                .isEqualTo(mappings(domain).stream()
                        .map(each -> each.getFirst().substring(2))
                        .toList());
        assertThat(session.run("::ptescan -f large").lines().skip(1))
                .hasSameSizeAs(mappings(domain).stream()
                        .filter(each -> (hex(each.get(2)) & LARGE) != 0)
                        .toList());
        session.run("::ptescan -m -f '!foreign'");
        long merged = session.rows().stream()
                .mapToLong(row -> row.fields().get(1).value() instanceof Value.Quantity(long count) ? count : 0)
                .sum();
        assertThat(merged).isEqualTo(mappings(domain).size());
        assertThat(session.rows().size()).isLessThan(mappings(domain).size() / 2);
    }

    @Test
    void aScanKeepsToItsRangeAndRefusesWordsThatItDoesNotKnow() {
        var session = SolarisDomain.sxc16().conversation();
        assertThat(session.run("::ptescan -r fffffffffbc4b000-fffffffffbc4c000").lines())
                .hasSize(2);
        assertThat(session.run("::ptescan -r fffffffffbc4b000/2000,fffffffffbc4d000/1000 | ::map .")
                        .lines())
                .containsExactly("fffffffffbc4b000", "fffffffffbc4c000", "fffffffffbc4d000");
        assertThat(session.errors("::ptescan -f purple")).startsWith("xmdb: unknown flag purple: the flags are ");
        assertThat(session.errors("::ptescan -r 5"))
                .isEqualTo("xmdb: a range is start-end or start/bytes, and not 5\n");
    }

    @Test
    void theListsOfMemoryArePrinted() {
        SolarisDomain domain = SolarisDomain.sxc16();
        long bytes = domain.truth().one("memory").number("pages") << PAGE_SHIFT;
        assertThat(domain.conversation().run("::memlist"))
                .matches("phys_install:\n {12}ADDR {13}BASE {13}SIZE\n[0-9a-f]{16} {16}0 +" + Long.toHexString(bytes)
                        + "\n");
    }

    @Test
    void whatATreeOfTablesMapsIsPrintedInRanges() {
        SolarisDomain domain = SolarisDomain.sxc16();
        var session = domain.conversation();
        session.run("<cr3%1000::mfntopfn | ::map .*1000 | ::ptmap");
        long mapped = session.rows().stream()
                .mapToLong(row -> row.fields().get(2).value() instanceof Value.Quantity(long bytes) ? bytes : 0)
                .sum();
        long large = mappings(domain).stream()
                .filter(each -> (hex(each.get(2)) & LARGE) != 0)
                .count();
        long foreign = 1;
        assertThat(mapped >>> PAGE_SHIFT).isEqualTo(mappings(domain).size() + foreign + large * 511);
        assertThat(session.run("<cr3%1000::mfntopfn | ::map .*1000 | ::ptmap -w"))
                .doesNotContain("read-only")
                .doesNotContain("user");
    }

    /** As a kernel does that was made for an older Xen: it asks for pages of its own as if they were a user's. */
    @Test
    void kernelPagesThatAreOpenToUsersAreFound() {
        SolarisDomain sound = SolarisDomain.sxc16();
        List<List<String>> victims = mappings(sound).stream()
                .filter(each -> hex(each.getFirst()) >= KERNEL_DATA && (hex(each.get(2)) & LARGE) == 0)
                .limit(6)
                .toList();
        SolarisDomain leaking = SolarisDomain.changed("leak", frozen -> {
            for (int index = 0; index < victims.size(); index++) {
                long entry = hex(victims.get(index).get(2)) & ~FRAME & ~PageFlags.GUEST_KERNEL;
                // With the global bit, as Xen stores it; without, as it was for a while.
                long bits = index % 2 == 0 ? entry | PageFlags.GLOBAL : entry;
                long va = hex(victims.get(index).getFirst());
                frozen.kernel().space().tables().put(va, hex(victims.get(index).get(1)), bits, 0);
            }
        });
        var session = leaking.conversation();
        assertThat(session.run("::ptescan -f 'user,!global' | ::map .").lines())
                .isEqualTo(victims.stream()
                        .map(each -> each.getFirst().substring(2))
                        .toList());
        assertThat(session.run("::ptescan -s -f 'user,!guest-kernel,global' | ::map .")
                        .lines())
                .hasSize(3);
        assertThat(session.run("::ptescan -m -f 'user,!global'").lines().skip(1))
                .as("pages side by side are one row")
                .hasSizeLessThan(6);
    }

    @Test
    void itIsSaidWhenTheKernelsRecordsAndItsPageTablesDoNotAgree() {
        Facts lowest = SolarisDomain.sxc16().truth().list("page_tables").stream()
                .filter(table -> table.number("level") == 0 && table.number("address") == KERNEL_DATA)
                .findFirst()
                .orElseThrow();
        Facts other = SolarisDomain.sxc16().truth().list("page_tables").stream()
                .filter(table -> table.number("level") == 0 && table.number("address") != KERNEL_DATA)
                .findFirst()
                .orElseThrow();
        var session = SolarisDomain.changed(
                        "disagreeing",
                        frozen -> frozen.kernel()
                                .at("struct htable", lowest.number("htable"))
                                .set("ht_pfn", other.number("pfn")))
                .conversation();
        for (int page = 0; page < 512; page++) {
            session.run(Long.toHexString(KERNEL_DATA + page * 4096L) + "::vatopfn");
            assertThat(session.messages())
                    .containsAnyOf("does not agree about ", "but its page table says otherwise", " is unmapped.");
            assertThat(session.outcome().succeeded()).isFalse();
        }
    }
}
