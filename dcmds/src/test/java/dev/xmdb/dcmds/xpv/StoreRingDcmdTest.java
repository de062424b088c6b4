package dev.xmdb.dcmds.xpv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.SolarisDomain;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.sim.truth.Facts;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoreRingDcmdTest {

    static IntStream seeds() {
        return IntStream.rangeClosed(1, 6);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyMessageThatTheRingsHoldIsPrinted(int seed) {
        SolarisDomain domain = SolarisDomain.of("sxc16", seed);
        Conversation session = domain.conversation();
        session.run("::xsring -v");
        assertThat(session.rows().stream().map(StoreRingDcmdTest::values))
                .containsExactlyElementsOf(domain.truth().list("xenstore_ring").stream()
                        .map(StoreRingDcmdTest::expected)
                        .toList());
        assertThat(session.messages()).isEmpty();
    }

    private static List<Object> expected(Facts message) {
        return List.of(
                message.text("direction"),
                message.text("type"),
                message.number("request"),
                message.number("transaction"),
                message.number("length"),
                message.number("written"),
                message.number("taken"),
                message.truth("complete"));
    }

    private static List<Object> values(Emission.Row row) {
        Map<String, Object> values = row.fields().stream().collect(Collectors.toMap(field -> field.name(), field -> {
            return switch (field.value()) {
                case Value.Text(String text) -> text;
                case Value.Quantity(long quantity) -> quantity;
                case Value.Truth(boolean truth) -> truth;
                default -> field.value();
            };
        }));
        return List.of(
                values.get("dir"),
                values.get("type"),
                values.get("request"),
                values.get("tx"),
                values.get("len"),
                values.get("written"),
                values.get("taken"),
                values.get("complete"));
    }

    @Test
    void requestsStandBesideTheirReplies() {
        assertThat(SolarisDomain.sxc16().conversation().run("::xsring"))
                .startsWith("DOM PID TX    OP\n")
                .contains("\n6   0   0     XS_READ: device/vif/1/state -> 1\n")
                .contains("\n6   0   0     [ERROR] XS_READ: device/vif/1/type -> ENOENT\n")
                .containsPattern("\n6 {3}0 {3}0 {5}XS_TRANSACTION_START: -> \\d+\n")
                .containsPattern("\n6 {3}0 {3}\\d+ +XS_WRITE: device/vif/1/state 4 -> OK\n")
                .containsPattern("\n6 {3}0 {3}- {5}XS_WATCH_EVENT: memory/target [0-9A-F]{16}");
    }

    @Test
    void thePageCanBeGivenByItsAddressItsGuestFrameAndItsMachineFrame() {
        SolarisDomain domain = SolarisDomain.sxc16();
        String address =
                domain.truth().one("xenstore_interface").text("address").substring(2);
        Conversation session = domain.conversation();
        String expected = session.run("::xsring");
        assertThat(session.run(address + "::xsring")).isEqualTo(expected);
        assertThat(session.run(address + "::vatopfn | ::xsring -p")).isEqualTo(expected);
        assertThat(session.run(address + "::vatopfn | ::pfntomfn | ::xsring -m"))
                .isEqualTo(expected);
        assertThat(session.errors("::xsring -m")).isEqualTo("xmdb: -m and -p need an operand\n");
    }

    @Test
    void damagedRingsAreToldOf() {
        assertThat(SolarisDomain.damaged("store-indices").conversation().errors("::xsring"))
                .contains("has 1024 bytes, and its indices are ");
        Conversation lengths = SolarisDomain.damaged("store-lengths").conversation();
        assertThat(lengths.run("::xsring -v").lines()).hasSize(1);
        assertThat(SolarisDomain.damaged("store-wild").conversation().run("::xsring"))
                .as("the start_info page still leads there")
                .isEqualTo(SolarisDomain.sxc16().conversation().run("::xsring"));
        assertThat(SolarisDomain.damaged("console-indices").conversation().errors("::xencons"))
                .contains(" bytes, and its indices are ");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatNobodyReadOfTheConsoleIsPrinted(int seed) {
        SolarisDomain domain = SolarisDomain.of("sxc16", seed);
        Facts truth = domain.truth().one("console_ring");
        Conversation session = domain.conversation();
        session.run("::xencons");
        assertThat(session.rows()).hasSize(2);
        assertThat(session.rows().get(0).fields())
                .anyMatch(field ->
                        field.name().equals("pending") && field.value().equals(new Value.Text(truth.text("in"))));
        assertThat(session.rows().get(1).fields())
                .anyMatch(field ->
                        field.name().equals("pending") && field.value().equals(new Value.Text(truth.text("out"))));
    }
}
