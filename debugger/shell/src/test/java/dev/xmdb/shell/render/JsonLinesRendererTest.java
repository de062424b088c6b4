package dev.xmdb.shell.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonLinesRendererTest {

    @Test
    void aRowBeginsWithItsCommandAndKeepsTheOrderOfItsFields() {
        assertThat(json(row(
                        new Field("id", new Value.Quantity(-1)),
                        new Field("addr", new Value.Address(0xffffffff81000000L)),
                        new Field("name", new Value.Text("idle")))))
                .isEqualTo("{\"dcmd\":\"vcpus\",\"id\":-1,\"addr\":\"0xffffffff81000000\",\"name\":\"idle\"}\n");
    }

    @Test
    void everyKindOfValueHasItsForm() {
        assertThat(json(row(
                        new Field("sym", new Value.SymbolRef(0x10, "start_kernel+0x10")),
                        new Field("nosym", new Value.SymbolRef(0x10, null)),
                        new Field("flags", new Value.Flags(3, List.of("online", "up"))),
                        new Field("truth", new Value.Truth(true)),
                        new Field("many", new Value.Many(List.of(new Value.Quantity(1), new Value.Absent()))),
                        new Field("absent", new Value.Absent()))))
                .isEqualTo(
                        "{\"dcmd\":\"vcpus\",\"sym\":\"0x10\",\"sym_symbol\":\"start_kernel+0x10\",\"nosym\":\"0x10\","
                                + "\"flags\":[\"online\",\"up\"],\"flags_bits\":\"0x3\",\"truth\":true,\"many\":[1,null],\"absent\":null}\n");
    }

    @Test
    void listsOfSymbolsHaveTheirAddressesBesideThem() {
        assertThat(json(row(new Field(
                        "stack",
                        new Value.Many(List.of(
                                new Value.SymbolRef(0x10, "schedule+0x10"), new Value.SymbolRef(0x20, null)))))))
                .isEqualTo(
                        "{\"dcmd\":\"vcpus\",\"stack\":[\"schedule+0x10\",\"0x20\"],\"stack_address\":[\"0x10\",\"0x20\"]}\n");
    }

    @Test
    void valuesThatBelongTogetherAreAnObjectOfTheirOwn() {
        assertThat(json(row(new Field(
                        "frames",
                        new Value.Many(List.of(new Value.Named(List.of(
                                new Field("fp", new Value.Address(0x20)),
                                new Field("pc", new Value.SymbolRef(0x10, "schedule+0x10"))))))))))
                .isEqualTo(
                        "{\"dcmd\":\"vcpus\",\"frames\":[{\"fp\":\"0x20\",\"pc\":\"0x10\",\"pc_symbol\":\"schedule+0x10\"}]}\n");
    }

    @Test
    void textIsAnObjectAndAHeaderIsNothing() {
        assertThat(json(new Emission.Header("ID NAME"), new Emission.Text("two\nlines")))
                .isEqualTo("{\"dcmd\":\"vcpus\",\"text\":\"two\\nlines\"}\n");
    }

    @Test
    void whatAGuestPutIntoAStringIsPrintableAsciiAndComesBack() throws IOException {
        String hostile = "\033]52;c;aGk=\007\r\u009b31m\u202e\u2028\ufeff\u007f\0\"\\é漢\ud83d\ude00";
        String line = json(row(new Field("comm", new Value.Text(hostile))));
        assertThat(line.strip()).matches("[ -~]*");
        assertThat(readBack(line)).isEqualTo(hostile);
    }

    @Test
    void halvesOfSurrogatePairsAreReplaced() throws IOException {
        String line = json(row(new Field("comm", new Value.Text("a\ud83d\udc00\udc00b\ud83d"))));
        assertThat(readBack(line)).isEqualTo("a\ud83d\udc00\ufffdb\ufffd");
    }

    @Test
    void anyBytesComeBackAndNothingButPrintableAsciiIsWritten() throws IOException {
        var random = new Random(20261121);
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            String text =
                    new String(bytes, random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
            String line = json(row(new Field("comm", new Value.Text(text))));
            assertThat(line.substring(0, line.length() - 1)).matches("[ -~]*");
            assertThat(readBack(line)).isEqualTo(text);
        }
    }

    private static Emission.Row row(Field... fields) {
        return new Emission.Row(List.of(fields), "as text", null);
    }

    private static String json(Emission... emissions) {
        var out = new ByteArrayOutputStream();
        var renderer = new JsonLinesRenderer(out);
        for (Emission emission : emissions) {
            renderer.emit("vcpus", emission);
        }
        renderer.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String readBack(String line) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            String value = "";
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING && "comm".equals(parser.currentName())) {
                    value = parser.getText();
                }
            }
            return value;
        }
    }
}
