package dev.xmdb.engine.format;

import dev.xmdb.engine.Session;
import dev.xmdb.engine.output.Layout;
import org.jspecify.annotations.Nullable;

/** How the address at the start of a line is shown. */
final class AddressLabel {
    private final Layout layout;
    private final boolean symbolic;

    /**
     * Labels for a session.
     *
     * @param session whose symbols, and whose variable {@code _} that turns them off
     * @param symbols whether addresses of this kind have symbols
     */
    AddressLabel(Session session, boolean symbols) {
        layout = session.layout();
        symbolic = symbols && session.variables().value("_").orElse(0) == 0;
    }

    /** The address as {@code symbol+off} or {@code 0xaddr}. */
    String text(long address) {
        return symbolic ? layout.label(address) : Layout.marked(address, 16);
    }

    /** The symbol that covers an address; null where none does, and where symbols are not shown. */
    @Nullable
    String symbol(long address) {
        return symbolic ? layout.symbol(address) : null;
    }

    /** Puts the label, a colon, and blanks up to a multiple of the margin. */
    void put(Sheet sheet, long address) {
        putBare(sheet, address);
        sheet.padTo(Sheet.MARGIN);
    }

    /** Puts the label and a colon in at least the margin. */
    void putBare(Sheet sheet, long address) {
        String text = text(address);
        String shown = text + ":";
        sheet.label(address, text, shown + " ".repeat(Math.max(0, Sheet.MARGIN - shown.length())));
    }

    /** Puts the symbol's name on a line of its own when it is at exactly this address. */
    void putHeading(Sheet sheet, long address) {
        Layout.Place place = symbolic ? layout.symbols().apply(address) : null;
        if (place != null && place.offset() == 0) {
            sheet.heading(place.name());
        }
    }
}
