package dev.xmdb.target.symbols;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.symbols.Symbol.Binding;
import dev.xmdb.target.symbols.Symbol.Kind;
import dev.xmdb.target.symbols.Symbols.SymbolHit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SymbolTableTest {
    private static final long TEXT = 0xffff_ffff_fb80_0000L;

    private static Symbol function(String name, long value, long size) {
        return new Symbol(name, value, size, Kind.FUNCTION, Binding.GLOBAL, "unix", -1);
    }

    private static Symbol with(Symbol symbol, Kind kind, Binding binding) {
        return new Symbol(symbol.name(), symbol.value(), symbol.size(), kind, binding, symbol.object(), symbol.index());
    }

    private static SymbolTable table(Symbol... symbols) {
        return new SymbolTable(List.of(symbols));
    }

    private static String nameAt(SymbolTable table, long address) {
        return table.at(address).map(Symbol::name).orElse("nothing");
    }

    @Test
    void aSymbolCoversItsSizeAndNotAByteMore() {
        SymbolTable table = table(function("swtch", TEXT, 0x20));
        assertThat(nameAt(table, TEXT - 1)).isEqualTo("nothing");
        assertThat(nameAt(table, TEXT)).isEqualTo("swtch");
        assertThat(nameAt(table, TEXT + 0x1f)).isEqualTo("swtch");
        assertThat(nameAt(table, TEXT + 0x20)).isEqualTo("nothing");
    }

    @Test
    void aSymbolWithoutSizeCoversItsOwnAddress() {
        SymbolTable table = table(function("_locore_start", TEXT, 0));
        assertThat(nameAt(table, TEXT)).isEqualTo("_locore_start");
        assertThat(nameAt(table, TEXT + 1)).isEqualTo("nothing");
    }

    @Test
    void absoluteModeTakesTheClosestBelowADistance() {
        SymbolTable table = table(function("a", TEXT, 1), function("b", TEXT + 0x100, 1));
        assertThat(table.at(TEXT + 0x1ff, 0x100)).map(Symbol::name).contains("b");
        assertThat(table.at(TEXT + 0x200, 0x100)).isEmpty();
        assertThat(table.at(TEXT - 1, -1)).isEmpty();
    }

    @Test
    void onlyTheClosestSymbolCounts() {
        SymbolTable table = table(function("outer", TEXT, 0x100), function("label", TEXT + 0x10, 0));
        assertThat(nameAt(table, TEXT + 0xf)).isEqualTo("outer");
        assertThat(nameAt(table, TEXT + 0x11)).isEqualTo("nothing");
    }

    @Test
    void atOneAddressASizeATypeAndAStrongBindingWinInThatOrderThenTheName() {
        Symbol unsized = function("a_unsized", TEXT, 0);
        Symbol untyped = with(function("b_untyped", TEXT, 8), Kind.UNTYPED, Binding.GLOBAL);
        Symbol weak = with(function("c_weak", TEXT, 8), Kind.FUNCTION, Binding.WEAK);
        Symbol second = function("e_second", TEXT, 8);
        Symbol first = function("d_first", TEXT, 8);
        var symbols = new ArrayList<>(List.of(unsized, untyped, weak, second, first));
        for (String winner : List.of("d_first", "e_second", "c_weak", "b_untyped", "a_unsized")) {
            assertThat(nameAt(new SymbolTable(symbols), TEXT)).isEqualTo(winner);
            symbols.removeIf(symbol -> symbol.name().equals(winner));
        }
    }

    @Test
    void localMarksSectionsAndZeroNameNoAddress() {
        SymbolTable table = table(
                with(function("mark", TEXT, 0), Kind.FUNCTION, Binding.LOCAL),
                with(function("", TEXT, 8), Kind.FUNCTION, Binding.GLOBAL),
                with(function(".text", TEXT, 8), Kind.OTHER, Binding.GLOBAL),
                function("zero", 0, 8));
        assertThat(nameAt(table, TEXT)).isEqualTo("nothing");
        assertThat(nameAt(table, 0)).isEqualTo("nothing");
    }

    @Test
    void aNameIsTheGlobalOnesThenAWeakOnesThenTheFirst() {
        Symbol local = with(function("busy", TEXT, 8), Kind.OBJECT, Binding.LOCAL);
        Symbol later = with(function("busy", TEXT + 8, 8), Kind.OBJECT, Binding.LOCAL);
        Symbol weak = with(function("busy", TEXT + 16, 8), Kind.OBJECT, Binding.WEAK);
        Symbol global = with(function("busy", TEXT + 24, 8), Kind.OBJECT, Binding.GLOBAL);
        assertThat(table(local, later).named("busy")).contains(local);
        assertThat(table(local, weak, later).named("busy")).contains(weak);
        assertThat(table(local, weak, global, later).named("busy")).contains(global);
        assertThat(table(local, weak, later).allNamed("busy")).containsExactly(local, weak, later);
        assertThat(table(local).named("bus")).isEmpty();
    }

    @Test
    void anUndefinedReferenceDoesNotHideTheDefinition() {
        Symbol reference = function("kmem_alloc", 0, 0);
        Symbol definition = with(function("kmem_alloc", TEXT, 8), Kind.FUNCTION, Binding.LOCAL);
        assertThat(table(reference, definition).named("kmem_alloc")).contains(definition);
        assertThat(table(reference).named("kmem_alloc")).contains(reference);
    }

    @Test
    void lookupsAgreeWithAPlainSearchOverAnyTable() {
        var random = new Random(7);
        for (int round = 0; round < 50; round++) {
            var symbols = new ArrayList<Symbol>();
            for (int i = 0; i < 200; i++) {
                symbols.add(function("s" + i, TEXT + random.nextInt(400), random.nextInt(1, 12)));
            }
            Collections.shuffle(symbols, random);
            var table = new SymbolTable(symbols);
            for (long address = TEXT - 1; address < TEXT + 420; address++) {
                long at = address;
                var plain = symbols.stream()
                        .filter(symbol -> symbol.value() <= at)
                        .max((a, b) -> a.value() != b.value()
                                ? Long.compare(a.value(), b.value())
                                : b.name().compareTo(a.name()))
                        .filter(symbol -> at < symbol.value() + symbol.size());
                assertThat(table.at(at)).isEqualTo(plain);
            }
            assertThat(symbols)
                    .allSatisfy(symbol -> assertThat(table.named(symbol.name())).contains(symbol));
        }
    }

    @Test
    void everySymbolOfAKernelPrintsWithoutItsModuleAndIsFoundInIt() {
        Symbol put = new Symbol("xenconswput", TEXT, 0x100, Kind.FUNCTION, Binding.LOCAL, "xencons", 3);
        var symbols = new ObjectSymbols(table(put), Map.of("xencons", table(put), "unix", SymbolTable.EMPTY));
        assertThat(symbols.at(TEXT + 0x64)).contains(new SymbolHit("xenconswput", 0x64));
        assertThat(symbols.at(TEXT + 0x100)).isEmpty();
        assertThat(symbols.at(TEXT + 0x100, 0x101)).contains(new SymbolHit("xenconswput", 0x100));
        assertThat(symbols.valueOf("xenconswput")).isEqualTo(OptionalLong.of(TEXT));
        assertThat(symbols.valueOf("xencons", "xenconswput")).contains(OptionalLong.of(TEXT));
        assertThat(symbols.valueOf("unix", "xenconswput")).contains(OptionalLong.empty());
        assertThat(symbols.valueOf("zfs", "xenconswput")).isEmpty();
    }
}
