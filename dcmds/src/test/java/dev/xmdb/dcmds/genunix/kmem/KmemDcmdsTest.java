package dev.xmdb.dcmds.genunix.kmem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.sim.truth.Facts;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the dcmds of the allocators print, in columns. */
class KmemDcmdsTest {
    private static final SolarisDomain DOMAIN = SolarisDomain.sxc16();

    private static Facts cache(String name) {
        return DOMAIN.truth().list("kmem_caches").stream()
                .filter(each -> each.text("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCacheIsOneLineUnderItsHeader() {
        Facts cache = cache("as_cache");
        String expected = "ADDR             NAME                      FLAG  CFLAG  BUFSIZE  BUFTOTL\n"
                + String.format(
                        Locale.ROOT,
                        "%016x as_cache                  0200 000000      248 %8d%n",
                        cache.number("address"),
                        cache.number("buftotal"));
        Conversation session = DOMAIN.conversation();
        assertThat(session.run("::kmem_cache -n as_cache")).isEqualTo(expected);
        assertThat(session.run(Long.toHexString(cache.number("address")) + "::kmem_cache"))
                .isEqualTo(expected);
        assertThat(session.run("::kmem_cache -n as_cache | ::kmem_cache")).isEqualTo(expected);
    }

    @Test
    void theStatisticsKeepTheirOddColumns() {
        Facts cache = cache("as_cache");
        List<String> lines = DOMAIN.conversation().run("::kmastat").lines().toList();
        assertThat(lines)
                .startsWith(
                        "cache                        buf    buf    buf    memory     alloc alloc ",
                        "name                        size in use  total    in use   succeed  fail ",
                        "------------------------- ------ ------ ------ ---------- --------- ----- ")
                .contains(
                        "vmem                         memory     memory    memory     alloc alloc ",
                        "name                         in use      total    import   succeed  fail ",
                        "------------------------- ---------- ----------- ---------- --------- ----- ");
        assertThat(lines)
                .filteredOn(line -> line.startsWith("as_cache "))
                .singleElement()
                .asString()
                .startsWith(String.format(
                        Locale.ROOT,
                        "as_cache                     248 %6d %6d ",
                        cache.number("inuse"),
                        cache.number("buftotal")))
                .matches(".{46} {2,}\\d+B +\\d+ +\\d+ ")
                .hasSize(75);
        assertThat(lines)
                .anyMatch(line ->
                        line.matches("Total \\[kmem_default] {27,}\\d+B +\\d+ +\\d+") && line.charAt(57) == 'B');
        Facts heap = DOMAIN.truth().list("vmem_arenas").stream()
                .filter(each -> each.text("name").equals("heap"))
                .findFirst()
                .orElseThrow();
        assertThat(lines)
                .anyMatch(line -> line.startsWith(String.format(
                        Locale.ROOT,
                        "heap                      %9dB %10dB         0B ",
                        heap.number("inuse"),
                        heap.number("total"))));
        assertThat(lines).anyMatch(line -> line.startsWith("        vmem_seg "));
    }

    @Test
    void anArenaIsIndentedBelowItsSource() {
        assertThat(DOMAIN.conversation().run("::vmem").lines())
                .startsWith("ADDR             NAME                        INUSE        TOTAL   SUCCEED  FAIL")
                .anyMatch(line -> line.matches("[0-9a-f]{16} heap {18} .*"))
                .anyMatch(line -> line.matches("[0-9a-f]{16}   vmem_metadata {7} .*"))
                .anyMatch(line -> line.matches("[0-9a-f]{16}     vmem_seg {10} .*"));
    }

    @Test
    void aCachesOwnWalkerGivesItsAllocatedBuffersAndFreememTheOthers() {
        Conversation session = DOMAIN.conversation();
        Facts cache = cache("kmem_alloc_64");
        assertThat(session.run("::walk kmem_alloc_64").lines().collect(Collectors.toSet()))
                .isEqualTo(buffers(cache, Set.of("allocated")));
        assertThat(session.run("::kmem_cache -n kmem_alloc_64 | ::walk freemem")
                        .lines()
                        .collect(Collectors.toSet()))
                .isEqualTo(buffers(cache, Set.of("free", "magazine")));
    }

    private static Set<String> buffers(Facts cache, Set<String> states) {
        return cache.list("buffers").stream()
                .filter(buffer -> states.contains(buffer.text("state")))
                .map(buffer -> "0x" + Long.toHexString(buffer.number("address")))
                .collect(Collectors.toSet());
    }
}
