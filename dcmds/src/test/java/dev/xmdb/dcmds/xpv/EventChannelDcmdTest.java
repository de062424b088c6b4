package dev.xmdb.dcmds.xpv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.sim.truth.Facts;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventChannelDcmdTest {
    private static final Map<Long, String> VIRTUAL =
            Map.of(0L, "timer", 1L, "debug", 2L, "console", 3L, "dom exc", 6L, "debugger", 16L, "mca");

    @Test
    void theChannelsOfTheHungConsoleAreTheSeenOnes() {
        assertThat(SolarisDomain.xcCore().conversation().run("::evtchns").lines())
                .containsExactly(
                        "Type          Evtchn IRQ IPL CPU ISR(s) ",
                        "evtchn        1      257 1   0   xenbus_intr",
                        "evtchn        2      260 9   0   xenconsintr",
                        "virq:debug    3      256 15  0   xen_debug_handler",
                        "virq:timer    4      258 14  0   cbe_fire",
                        "evtchn        5      259 5   0   xdf_intr",
                        "evtchn        6      261 6   0   xnf_intr",
                        "evtchn        7      262 6   0   xnf_intr");
    }

    @Test
    void anImageWithTheSharedPageSaysWhatIsMaskedAndPending() {
        assertThat(SolarisDomain.sxc16().conversation().run("::evtchns").lines())
                .containsExactly(
                        "Type          Evtchn IRQ IPL CPU Masked Pending ISR(s) ",
                        "evtchn        1      257 1   0   0      0       xenbus_intr",
                        "evtchn        2      260 9   0   0      0       xenconsintr",
                        "virq:debug    3      256 15  0   0      0       xen_debug_handler",
                        "virq:timer    4      258 14  0   0      0       cbe_fire",
                        "evtchn        5      259 5   0   0      0       xdf_intr",
                        "evtchn        6      261 6   0   0      1       xnf_intr",
                        "evtchn        7      262 6   0   0      0       xnf_intr");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 17, 4711, 90210})
    void everyDomainShowsItsOwnChannels(long seed) {
        SolarisDomain domain = SolarisDomain.of("sxc16", seed);
        String expected = domain.truth().list("event_channels").stream()
                .sorted(Comparator.comparingLong(channel -> channel.number("channel")))
                .map(EventChannelDcmdTest::row)
                .collect(Collectors.joining());
        assertThat(domain.conversation().run("::evtchns").lines().skip(1))
                .isEqualTo(expected.lines().toList());
    }

    private static String row(Facts channel) {
        String type =
                channel.text("kind").equals("virtual") ? "virq:" + VIRTUAL.get(channel.number("virtual")) : "evtchn";
        return String.format(
                Locale.ROOT,
                "%-14s%-7d%-4d%-4d%-4d%-7d%-8d%s%n",
                type,
                channel.number("channel"),
                channel.number("irq"),
                channel.number("level"),
                Long.numberOfTrailingZeros(channel.number("cpus")),
                channel.truth("masked") ? 1 : 0,
                channel.truth("pending") ? 1 : 0,
                channel.text("handler"));
    }

    @Test
    void oneChannelCanBeAskedFor() {
        var session = SolarisDomain.sxc16().conversation();
        assertThat(session.run("3::evtchns").lines().skip(1))
                .containsExactly("virq:debug    3      256 15  0   0      0       xen_debug_handler");
        assertThat(session.run("9::evtchns").lines().skip(1))
                .containsExactly("unassigned    9      -   -   -1  1      0       ");
        assertThat(session.errors("1000::evtchns")).isEqualTo("xmdb: Invalid event channel 4096.\n");
        assertThat(session.outcome().succeeded()).isFalse();
    }

    @Test
    void driversCanBeNamedInsteadOfRoutines() {
        assertThat(SolarisDomain.xcCore().conversation().run("::evtchns -d").lines())
                .containsExactly(
                        "Type          Evtchn IRQ IPL CPU Driver Name(s) ",
                        "evtchn        1      257 1   0   xenbus#0",
                        "evtchn        2      260 9   0   xencons#0",
                        "virq:debug    3      256 15  0   ",
                        "virq:timer    4      258 14  0   ",
                        "evtchn        5      259 5   0   xdf#0",
                        "evtchn        6      261 6   0   xnf#0",
                        "evtchn        7      262 6   0   xnf#1");
    }

    @Test
    void aPipeReceivesChannelNumbersAndTheHeaderIsPrintedOnce() {
        var session = SolarisDomain.sxc16().conversation();
        assertThat(session.run("::evtchns | ::evtchns")).isEqualTo(session.run("::evtchns"));
    }

    @Test
    void interruptsAreListedByTheirNumbers() {
        List<String> rows =
                SolarisDomain.sxc16().conversation().run("::interrupts").lines().toList();
        assertThat(rows.getFirst()).isEqualTo("IRQ  Vect Evtchn IPL Bus    Trg Type   CPU Share APIC/INT# ISR(s) ");
        assertThat(rows)
                .contains(
                        "256  -    1      15  -      Edg virq   all -     -         xen_debug_handler",
                        "257  -    1      1   xpvd   Edg evtchn 0   -     -         xenbus_intr",
                        "258  -    T      14  -      Edg virq   all -     -         cbe_fire",
                        "259  -    5      5   xpvd   Edg evtchn 0   -     -         xdf_intr");
        assertThat(SolarisDomain.sxc16().conversation().run("::interrupts -i"))
                .startsWith("CPU ISR(s) \nall xen_debug_handler\n0   xenbus_intr\n");
    }

    @Test
    void softInterruptsAreListedByTheirLevels() {
        assertThat(SolarisDomain.sxc16().conversation().run("::softint").lines())
                .first()
                .isEqualTo("ADDR             PEND PIL ARG1             ARG2            ISR(s) ");
        assertThat(SolarisDomain.sxc16().conversation().run("::softint"))
                .containsPattern("\n[0-9a-f]{16} 0    10  0                0               cbe_softclock\n");
    }
}
