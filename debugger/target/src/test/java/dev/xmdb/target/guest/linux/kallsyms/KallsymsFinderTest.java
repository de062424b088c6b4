package dev.xmdb.target.guest.linux.kallsyms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.guest.linux.kallsyms.TablesOf.Entry;
import dev.xmdb.target.guest.linux.kallsyms.TablesOf.Order;
import dev.xmdb.target.types.StructView;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KallsymsFinderTest {
    private static final int PAGE = 4096;

    private static Optional<Kallsyms> find(TablesOf tables, MemoryOf memory) {
        return new KallsymsFinder(memory, symbols -> bannerIsThere(memory, symbols)).find(List.of(tables.range()));
    }

    private static boolean bannerIsThere(MemoryOf memory, Kallsyms symbols) {
        var at = symbols.valueOf("linux_banner");
        return at.isPresent()
                && memory.readable(at.getAsLong(), 64) == 64
                && StructView.text(memory, at.getAsLong(), 64).startsWith("Linux version");
    }

    @ParameterizedTest
    @CsvSource({
        "OFFSETS_FIRST, false, 8, true", // 4.6 to 4.19
        "OFFSETS_FIRST, false, 4, true", // 4.20 to 6.0
        "OFFSETS_FIRST, true, 4, true", // 6.1
        "OFFSETS_FIRST_WITH_SEQUENCES, true, 4, true", // 6.2 and 6.3
        "OFFSETS_LAST, true, 4, true", // 6.4 to 6.14
        "OFFSETS_LAST, true, 4, false", // 6.15 to 6.19
        "PLACE_RELATIVE, true, 4, false" // 7.0
    })
    void everyLayoutIsReadWhole(Order order, boolean longLengths, int markerWidth, boolean perCpuAbsolute) {
        var tables = new TablesOf(order, longLengths, markerWidth, perCpuAbsolute);
        MemoryOf memory = tables.write();
        Kallsyms found = find(tables, memory).orElseThrow();
        assertThat(found.count()).isEqualTo(tables.entries().size());
        for (int symbol = 0; symbol < found.count(); symbol++) {
            Entry entry = tables.entries().get(symbol);
            assertThat(new Entry(found.letter(symbol), found.name(symbol), found.address(symbol)))
                    .isEqualTo(entry);
            assertThat(found.valueOf(entry.name())).hasValue(entry.address());
        }
    }

    @Test
    void anAddressIsNamedAfterTheSymbolBelowItAndNoneBehindTheEnd() {
        var tables = new TablesOf(Order.OFFSETS_FIRST, true, 4, true);
        Kallsyms found = find(tables, tables.write()).orElseThrow();
        assertThat(found.name(found.at(TablesOf.BASE + 0x147).orElseThrow())).isEqualTo("routine_1");
        assertThat(found.size(found.named("routine_1").orElseThrow())).isEqualTo(0x40);
        assertThat(found.at(TablesOf.END)).isEmpty();
        assertThat(found.at(TablesOf.BASE - 1)).isEmpty();
        assertThat(found.at(0x31c50)).isEmpty();
    }

    @Test
    void tablesThatLeadNowhereAreNoTables() {
        var tables = new TablesOf(Order.OFFSETS_LAST, true, 4, true);
        MemoryOf memory = tables.write();
        memory.text(TablesOf.BANNER, "something else");
        assertThat(find(tables, memory)).isEmpty();
    }

    @Test
    void tablesWithALostPageAreNoTablesAndNoFault() {
        var whole = new TablesOf(Order.OFFSETS_FIRST_WITH_SEQUENCES, true, 4, true);
        whole.write();
        for (long lost = whole.range().start(); lost < whole.range().end(); lost += PAGE) {
            var tables = new TablesOf(Order.OFFSETS_FIRST_WITH_SEQUENCES, true, 4, true);
            MemoryOf memory = tables.write().lose(lost);
            List<KernelImage.Range> mapped = List.of(
                    new KernelImage.Range(tables.range().start(), lost),
                    new KernelImage.Range(lost + PAGE, tables.range().end()));
            assertThat(new KallsymsFinder(memory, symbols -> bannerIsThere(memory, symbols)).find(mapped))
                    .as("without the page at %x", lost)
                    .isEmpty();
        }
    }
}
