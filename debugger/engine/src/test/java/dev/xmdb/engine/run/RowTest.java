package dev.xmdb.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.Renderer;
import dev.xmdb.engine.output.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What programs receive: typed rows, each with the name of its command. */
final class RowTest {
    private final List<String> names = new ArrayList<>();
    private final List<Emission> emissions = new ArrayList<>();
    private final DebugSession session = new DebugSession(
            Optional.of(new FakeTarget(8).zeros(0x1000, 64).number(0x1004, 4, 7).symbol("cpu", 0x1000, 8)),
            List.of(new SampleModule()),
            Surroundings.of(
                    new Renderer() {
                        @Override
                        public void emit(String dcmd, Emission emission) {
                            names.add(dcmd);
                            emissions.add(emission);
                        }

                        @Override
                        public void flush() {}
                    },
                    new ErrorSink() {
                        @Override
                        public void message(String text) {
                            throw new AssertionError(text);
                        }

                        @Override
                        public void line(String text) {
                            throw new AssertionError(text);
                        }
                    }));

    private Map<String, Value> only(String commands) {
        session.run(commands, "");
        assertThat(emissions).hasSize(1);
        return ((Emission.Row) emissions.getFirst())
                .fields().stream().collect(Collectors.toMap(Field::name, Field::value));
    }

    @Test
    void aLineOfMemoryHasItsAddressItsLabelAndItsValues() {
        assertThat(only("cpu/2X"))
                .containsEntry("address", new Value.Address(0x1000))
                .containsEntry("label", new Value.Text("cpu"))
                .containsEntry("values", new Value.Many(List.of(new Value.Address(0), new Value.Address(7))));
        assertThat(names).containsExactly("/");
    }

    @Test
    void aValueHasNoAddress() {
        assertThat(only("10=D")).isEqualTo(Map.of("values", new Value.Many(List.of(new Value.Quantity(16)))));
        assertThat(names).containsExactly("=");
    }

    @Test
    void aDcmdRunByAnotherKeepsItsOwnName() {
        session.run("::run '$t'", "");
        assertThat(names).containsExactly("table", "table");
        assertThat(emissions.getFirst()).isInstanceOf(Emission.Header.class);
    }
}
