package dev.xmdb.shell.render;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.output.OutputClosedException;
import dev.xmdb.engine.output.Renderer;
import dev.xmdb.engine.output.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object and a newline for each emission; a shell command that runs may emit beside the session. What is written is printable
 * ASCII whatever a guest put into a string, so that it may also be looked at on a terminal.
 */
public final class JsonLinesRenderer implements Renderer {
    private static final String SYMBOL = "_symbol";
    /** Beside a list of symbols: their addresses, in the same order. */
    private static final String ADDRESS = "_address";
    /** Beside the names of bits: the bits. */
    private static final String BITS = "_bits";

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .characterEscapes(new DeleteToo())
            .rootValueSeparator((String) null)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private final OutputStream out;
    private final JsonGenerator json;

    /** Writes to a stream, which the caller closes. */
    public JsonLinesRenderer(OutputStream out) {
        this.out = out;
        try {
            json = FACTORY.createGenerator(out);
        } catch (IOException e) {
            throw new OutputClosedException(String.valueOf(e.getMessage()));
        }
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    }

    @Override
    public synchronized void emit(String dcmd, Emission emission) {
        try {
            write(dcmd, emission);
        } catch (IOException e) {
            throw new OutputClosedException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public synchronized void flush() {
        try {
            json.flush();
            out.flush();
        } catch (IOException e) {
            throw new OutputClosedException(String.valueOf(e.getMessage()));
        }
    }

    private void write(String dcmd, Emission emission) throws IOException {
        switch (emission) {
            // A header repeats the names that every object carries as its keys.
            case Emission.Header header -> {}
            // A line that could not be finished has nothing for a program.
            case Emission.Row row when row.fields().isEmpty() && row.piped() == null -> {}
            case Emission.Row row -> {
                begin(dcmd);
                write(row.fields());
                end();
            }
            case Emission.Text text -> {
                begin(dcmd);
                json.writeStringField("text", wellFormed(text.text()));
                end();
            }
        }
    }

    private void begin(String dcmd) throws IOException {
        json.writeStartObject();
        json.writeStringField("dcmd", wellFormed(dcmd));
    }

    private void end() throws IOException {
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void write(List<Field> fields) throws IOException {
        for (Field field : fields) {
            String name = wellFormed(field.name());
            json.writeFieldName(name);
            write(field.value());
            if (field.value() instanceof Value.SymbolRef ref && ref.symbol() != null) {
                json.writeStringField(name + SYMBOL, wellFormed(String.valueOf(ref.symbol())));
            }
            if (field.value() instanceof Value.Many(var values)) {
                writeAddresses(name + ADDRESS, values);
            }
            if (field.value() instanceof Value.Flags flags) {
                json.writeStringField(name + BITS, hex(flags.bits()));
            }
        }
    }

    private void write(Value value) throws IOException {
        switch (value) {
            case Value.Address(long address) -> json.writeString(hex(address));
            case Value.Quantity(long number) -> json.writeNumber(number);
            case Value.Unsigned(long number) -> json.writeNumber(new BigInteger(Long.toUnsignedString(number)));
            case Value.Real(double number) when Double.isFinite(number) -> json.writeNumber(number);
            case Value.Real(double none) -> json.writeString(Double.toString(none));
            case Value.Text(String text) -> json.writeString(wellFormed(text));
            case Value.SymbolRef ref -> json.writeString(hex(ref.address()));
            case Value.Flags flags -> {
                json.writeStartArray();
                for (String name : flags.names()) {
                    json.writeString(wellFormed(name));
                }
                json.writeEndArray();
            }
            case Value.Truth(boolean truth) -> json.writeBoolean(truth);
            case Value.Many(var values) -> {
                json.writeStartArray();
                for (Value each : values) {
                    if (each instanceof Value.SymbolRef ref && ref.symbol() != null) {
                        json.writeString(wellFormed(String.valueOf(ref.symbol())));
                    } else {
                        write(each);
                    }
                }
                json.writeEndArray();
            }
            case Value.Named(var fields) -> {
                json.writeStartObject();
                write(fields);
                json.writeEndObject();
            }
            case Value.Absent() -> json.writeNull();
        }
    }

    /** The addresses that are lost where a list shows symbols in their place; nothing for other lists. */
    private void writeAddresses(String name, List<Value> values) throws IOException {
        if (values.isEmpty() || !values.stream().allMatch(Value.SymbolRef.class::isInstance)) {
            return;
        }
        json.writeFieldName(name);
        json.writeStartArray();
        for (Value each : values) {
            write(each);
        }
        json.writeEndArray();
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    /** The text with each surrogate that lacks its other half replaced: JSON could write it, but few could read it. */
    private static String wellFormed(String text) {
        @Nullable StringBuilder repaired = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                if (repaired == null) {
                    repaired = new StringBuilder(text);
                }
                repaired.setCharAt(i, '\ufffd');
            }
        }
        return repaired == null ? text : repaired.toString();
    }

    /** JSON lets DEL pass; terminals may not. */
    private static final class DeleteToo extends CharacterEscapes {
        private static final long serialVersionUID = 1L;
        private static final int[] CODES = CharacterEscapes.standardAsciiEscapesForJSON();

        static {
            CODES[0x7f] = CharacterEscapes.ESCAPE_STANDARD;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return CODES.clone();
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            return null;
        }
    }
}
