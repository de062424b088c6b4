package dev.xmdb.dcmds.genunix.timer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.dcmds.TamperedDomain;
import dev.xmdb.sim.truth.Facts;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callouts are told in ticks of ten milliseconds, cyclics in nanoseconds. */
class TimerDcmdsTest {
    private static final long TICK = 10_000_000;

    private static SolarisDomain domain() {
        return SolarisDomain.of("mutex-deadlock", 1);
    }

    private static String callout(Facts fact) {
        return String.format(
                Locale.ROOT,
                "%-3d %s %x %s(%x)",
                0,
                fact.text("kind").equals("normal") ? "N" : "R",
                fact.number("expires") * TICK,
                fact.text("function"),
                fact.number("argument"));
    }

    /** A row without the columns that the truth does not tell. */
    private static String folded(String row) {
        return row.replaceAll("(?<=[0-9a-f]) +[XHAL ]{4} [0-9a-f]+ +", " ").strip();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyCalloutIsListed(long seed) {
        SolarisDomain domain = SolarisDomain.of("mutex-deadlock", seed);
        Conversation session = domain.conversation();
        String listed = session.run("::callout");
        assertThat(listed).startsWith("SEQ T EXP            XHAL XID              FUNC(ARG)           \n");
        assertThat(listed.lines().skip(1).map(TimerDcmdsTest::folded))
                .containsExactlyInAnyOrderElementsOf(domain.truth().list("callouts").stream()
                        .map(TimerDcmdsTest::callout)
                        .toList());
        assertThat(session.run("::callout -i").lines().skip(1).map(TimerDcmdsTest::folded))
                .as("by id")
                .containsExactlyInAnyOrderElementsOf(domain.truth().list("callouts").stream()
                        .map(TimerDcmdsTest::callout)
                        .toList());
        assertThat(session.run("::callout -A").lines().map(line -> "0x" + line))
                .containsExactlyInAnyOrderElementsOf(domain.truth().list("callouts").stream()
                        .map(each -> each.text("address"))
                        .toList());
    }

    @Test
    void calloutsAreChosenByFunctionArgumentAndTime() {
        Facts one = domain().truth().list("callouts").getFirst();
        Conversation session = domain().conversation();
        String argument = Long.toHexString(one.number("argument"));
        long same = domain().truth().list("callouts").stream()
                .filter(each -> each.number("argument") == one.number("argument"))
                .count();
        assertThat(session.run("::callout -p " + argument).lines()).hasSize((int) same + 1);
        assertThat(session.run("::callout -f swtch")).isEmpty();
        String time = Long.toHexString(one.number("expires") * TICK);
        long then = domain().truth().list("callouts").stream()
                .filter(each -> each.number("expires") == one.number("expires"))
                .count();
        assertThat(session.run("::callout -t " + time).lines()).hasSize((int) then + 1);
        assertThat(session.run("::callout -k -t " + Long.toHexString(one.number("expires")))
                        .lines())
                .hasSize((int) then + 1);
        assertThat(session.errors("::callout -t 1 -a 1")).isEqualTo("xmdb: -t and -a|b are mutually exclusive\n");
        assertThat(session.errors("::callout -C 1 -S 1")).isEqualTo("xmdb: -C and -S are mutually exclusive\n");
    }

    @Test
    void anIdTellsItsTableAndLeadsToItsCallout() {
        Conversation session = domain().conversation();
        String row = session.run("::callout").lines().skip(1).findFirst().orElseThrow();
        String id = row.substring(26, 42).strip();
        assertThat(session.run("::calloutid " + id)).contains(row.substring(26));
        assertThat(session.run("::calloutid -d " + id)).startsWith("SEQ T XL XID              IDHASH \n0   ");
        assertThat(session.errors("::calloutid")).startsWith("Usage: ");
    }

    @Test
    void calloutListsThatRunInACircleEndWithAMessage() {
        long list = Long.parseUnsignedLong(
                domain().conversation().run("::callout -LA").lines().findFirst().orElseThrow(), 16);
        try (TamperedDomain domain = TamperedDomain.of(domain()).word(list, list)) {
            Conversation session = domain.conversation();
            assertThat(session.run("::callout").lines()).hasSizeGreaterThan(2);
            assertThat(session.messages())
                    .isEqualTo("xmdb: callout lists run in a circle at " + Long.toHexString(list) + "\n");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyCyclicIsListed(long seed) {
        SolarisDomain domain = SolarisDomain.of("mutex-deadlock", seed);
        List<Facts> cyclics = domain.truth().list("cyclics");
        Conversation session = domain.conversation();
        for (Facts cyclic : cyclics) {
            String level = List.of("low", "lock", "high").get((int) cyclic.number("level"));
            boolean once = cyclic.number("interval") == Long.MAX_VALUE;
            assertThat(session.run("::cycinfo -v").lines().map(line -> line.replaceAll(" +", " ")))
                    .anyMatch(line -> line.startsWith(
                                    " " + cyclic.text("address").substring(2) + " ")
                            && line.endsWith(" " + level + " 0 " + Long.toHexString(cyclic.number("expires")) + " "
                                    + (once ? "-" : cyclic.number("interval") / 1000) + " " + cyclic.text("handler")));
        }
        assertThat(session.run("::walk cyccpu").lines())
                .containsExactlyElementsOf(cyclics.stream()
                        .map(each -> each.text("table"))
                        .distinct()
                        .toList());
    }

    @Test
    void theSummaryNamesWhatIsDueFirst() {
        Facts first = domain().truth().list("cyclics").stream()
                .filter(each -> each.number("cpu") == 0)
                .min((one, other) -> Long.compare(one.number("expires"), other.number("expires")))
                .orElseThrow();
        assertThat(domain().conversation().run("::cycinfo").lines().limit(2))
                .element(1)
                .asString()
                .startsWith("  0 " + first.text("table").substring(2) + "  online ")
                .endsWith(String.format(Locale.ROOT, "%15x %s", first.number("expires"), first.text("handler")));
        assertThat(domain().conversation().run("::cycinfo"))
                .startsWith("CPU     CYC_CPU   STATE NELEMS        ROOT            FIRE HANDLER\n");
    }

    @Test
    void aCountOfCyclicsThatNoCpuHasIsRefused() {
        long table = domain().truth().list("cyclics").getFirst().number("table");
        try (TamperedDomain domain = TamperedDomain.of(domain()).put(table + 28, 4, 0x7fff_ffff)) {
            assertThat(domain.conversation().errors("::cycinfo")).contains("no CPU has ");
        }
    }
}
