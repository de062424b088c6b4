package dev.xmdb.sim.truth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes the truth as JSON, one fact of the first level a line. */
public final class TruthFile {
    private TruthFile() {}

    /** Where the truth about an image goes. */
    public static Path beside(Path image) {
        return image.resolveSibling(image.getFileName() + ".truth.json");
    }

    /**
     * Writes facts.
     *
     * @param facts maps, lists, texts, numbers and truth values
     * @throws IOException when the file cannot be written
     */
    public static void write(Path path, Map<String, Object> facts) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path));
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            for (Map.Entry<String, Object> fact : facts.entrySet()) {
                json.writeRaw('\n');
                json.writeFieldName(fact.getKey());
                write(json, fact.getValue());
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    json.writeFieldName((String) entry.getKey());
                    write(json, entry.getValue());
                }
                json.writeEndObject();
            }
            case List<?> list -> {
                json.writeStartArray();
                for (Object each : list) {
                    write(json, each);
                }
                json.writeEndArray();
            }
            case String text -> json.writeString(text);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            default -> throw new IllegalArgumentException("no such fact in JSON: " + value.getClass());
        }
    }
}
