package dev.xmdb.dcmds.core.search;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.memory.AddressSpace;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** How {@code ::search} shows what it found. */
final class FoundRow {
    private static final int MOST_SHOWN = 128;
    private static final int COLUMNS = 16;
    private static final HexFormat HEX = HexFormat.of();

    private final Invocation in;
    private final SearchPlace place;
    private final boolean number;
    private final boolean shown;
    private final int context;

    /**
     * A way to show it.
     *
     * @param number whether a number was looked for
     * @param context how many bytes before and after it are shown
     */
    FoundRow(Invocation in, SearchPlace place, boolean number, int context) {
        this.in = in;
        this.place = place;
        this.number = number;
        this.shown = in.has('v');
        this.context = context;
    }

    Emission.Row of(long address, int length) {
        var fields = new Fields();
        var text = new StringBuilder(Long.toHexString(address));
        if (in.isPipeOutput()) {
            return fields.address("address", address).row(text.toString(), address);
        }
        Optional<String> symbol =
                place.virtual() ? Optional.ofNullable(in.session().layout().symbol(address)) : Optional.empty();
        fields.add("address", new Value.SymbolRef(address, symbol.orElse(null)));
        if (shown) {
            text.append(":  ").append(found(fields, address, length));
        }
        symbol.ifPresent(name -> text.append("  ").append(name));
        if (context > 0) {
            surroundings(fields, text, address, length);
        }
        return fields.row(text.toString(), address);
    }

    private String found(Fields fields, long address, int length) {
        if (number) {
            long value = KgrepDcmd.read(place.space(), address, length);
            fields.address("found", value);
            return Long.toHexString(value);
        }
        byte[] bytes = bytes(address, Math.min(length, MOST_SHOWN));
        fields.quantity("length", length).text("found", characters(bytes));
        return '"' + characters(bytes) + '"' + (length > bytes.length ? "..." : "");
    }

    private void surroundings(Fields fields, StringBuilder text, long address, int length) {
        long before = readableBefore(address);
        long wanted = before + Math.min(length, MOST_SHOWN) + context;
        byte[] bytes = bytes(address - before, (int) wanted);
        fields.address("context_address", address - before).text("context", HEX.formatHex(bytes));
        for (int at = 0; at < bytes.length; at += COLUMNS) {
            int count = Math.min(COLUMNS, bytes.length - at);
            byte[] line = Arrays.copyOfRange(bytes, at, at + count);
            text.append(String.format(
                    Locale.ROOT,
                    "\n    %x:  %-47s  %s",
                    address - before + at,
                    HexFormat.ofDelimiter(" ").formatHex(line),
                    characters(line)));
        }
    }

    /** How many bytes of context there are before an address: not those before a page that is missing. */
    private long readableBefore(long address) {
        AddressSpace space = place.space();
        long wanted = Long.compareUnsigned(address, context) < 0 ? address : context;
        while (wanted > 0 && space.readable(address - wanted, wanted) < wanted) {
            wanted -= space.readable(address - wanted, wanted) + 1;
        }
        return wanted;
    }

    private byte[] bytes(long address, int wanted) {
        int length = (int) place.space().readable(address, wanted);
        byte[] bytes = new byte[length];
        place.space().read(address, bytes, 0, length);
        return bytes;
    }

    /** Bytes as characters of ASCII, a point for every other one. */
    private static String characters(byte[] bytes) {
        var text = new StringBuilder();
        for (byte each : bytes) {
            text.append(each >= ' ' && each <= '~' ? (char) each : '.');
        }
        return text.toString();
    }
}
