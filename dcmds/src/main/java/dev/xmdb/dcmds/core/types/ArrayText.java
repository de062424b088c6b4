package dev.xmdb.dcmds.core.types;

import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.Type;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Arrays of characters that hold text: those that begin with printable ones. */
record ArrayText(PrintStyle style) {
    /** As many characters tell whether an array seems to hold text. */
    private static final int SAMPLE = 8;

    /**
     * The text in an array; null when it holds none, or is longer than what is shown as text.
     *
     * @param element the type of its members
     * @param most bytes that are read at most
     * @throws dev.xmdb.engine.DcmdException when it cannot be read
     */
    @Nullable
    String text(TypedPlace place, Type.Array array, Type element, int most) {
        if (!ScalarText.isCharacter(element)
                || array.count() > most
                || (style.textLimit() >= 0 && array.count() > style.textLimit())) {
            return null;
        }
        String sample = read(place, (int) Math.min(SAMPLE, array.count()));
        if (sample.isEmpty() || !ScalarText.isPrintable(sample)) {
            return null;
        }
        return read(place, (int) array.count());
    }

    private static String read(TypedPlace place, int length) {
        var bytes = new byte[length];
        try {
            place.memory().read(place.address(), bytes, 0, length);
        } catch (MemoryFaultException fault) {
            throw Faults.failed("char array at " + Long.toHexString(place.address()), fault);
        }
        int end = 0;
        while (end < length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }
}
