package dev.xmdb.dcmds;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.paging.AccessRights;
import dev.xmdb.target.paging.PageTableEntry;
import dev.xmdb.target.paging.Translation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A page-table walk step by step, as {@code ::vatopfn -v} and {@code ::vtop -v} show it. */
public final class WalkTable {
    private static final int COLUMN_TABLE = 10;

    private WalkTable() {}

    /**
     * Emits a row for every entry that the walk read, and one for the page where it ended at one.
     *
     * @param invocation whose output gets them
     * @param translation the walk
     */
    public static void emit(Invocation invocation, Translation translation) {
        DomainImage image = invocation.target().image();
        int entryDigits = Math.max(2 * translation.mode().entrySize(), 5);
        if (!translation.steps().isEmpty()) {
            emitHeader(invocation, translation, entryDigits);
        }
        for (Translation.Step step : translation.steps()) {
            emit(invocation, translation, step, entryDigits, image.kind());
        }
        switch (translation.outcome()) {
            case Translation.Outcome.Mapped mapped ->
                emitPage(
                        invocation,
                        translation,
                        mapped.pageShift(),
                        String.format(Locale.ROOT, " at file offset 0x%x", mapped.fileOffset()),
                        new Value.Address(mapped.fileOffset()));
            case Translation.Outcome.FrameNotInImage absent ->
                emitPage(
                        invocation,
                        translation,
                        absent.pageShift(),
                        ", " + absent.absence().reason(),
                        new Value.Absent());
            default -> {}
        }
    }

    private static void emitHeader(Invocation invocation, Translation translation, int entryDigits) {
        invocation
                .out()
                .emit(new Emission.Header(String.format(
                        Locale.ROOT,
                        "LEVEL %" + COLUMN_TABLE + "s INDEX %-" + entryDigits + "s %-10s FLAGS",
                        translation.naming() == FrameNaming.MFN ? "TABLE-MFN" : "TABLE-PFN",
                        "ENTRY",
                        "OFFSET")));
    }

    private static void emit(
            Invocation invocation, Translation translation, Translation.Step step, int entryDigits, DomainKind kind) {
        var entry = new PageTableEntry(step.entry(), step.level(), translation.mode(), kind);
        String text = String.format(
                Locale.ROOT,
                "%5d %" + COLUMN_TABLE + "x %5x %0" + entryDigits + "x %-10x %s",
                step.level(),
                step.tableFrame(),
                step.index(),
                step.entry(),
                step.fileOffset(),
                entry.flags().isEmpty() ? "-" : String.join(" ", entry.flags()));
        var fields = new Fields()
                .quantity("level", step.level())
                .address(translation.naming() == FrameNaming.MFN ? "table_mfn" : "table_pfn", step.tableFrame())
                .address("index", step.index())
                .address("entry", step.entry())
                .address("offset", step.fileOffset())
                .texts("flags", entry.flags());
        if (entry.present() && entry.rewrittenByXen()) {
            text += "\n" + " ".repeat(COLUMN_TABLE + entryDigits + 25) + "as the guest wrote it: "
                    + String.join(" ", entry.guestFlags());
            fields.texts("guest_flags", entry.guestFlags());
        }
        invocation.out().emit(fields.row(text));
    }

    private static void emitPage(
            Invocation invocation, Translation translation, int pageShift, String place, Value offset) {
        List<String> rights = rights(translation, invocation.target().image().kind());
        String size = Translation.pageSize(pageShift);
        invocation
                .out()
                .emit(new Fields()
                        .quantity("page_size", 1L << pageShift)
                        .add("file_offset", offset)
                        .texts("rights", rights)
                        .row(String.format(
                                Locale.ROOT, "%s page%s, rights: %s", size, place, String.join(" ", rights))));
    }

    private static List<String> rights(Translation translation, DomainKind kind) {
        AccessRights rights = AccessRights.of(translation, kind);
        var words = new ArrayList<String>();
        words.add(rights.guestUser() ? "user" : "kernel");
        words.add("read");
        if (rights.writable()) {
            words.add("write");
        }
        if (rights.executable()) {
            words.add("execute");
        }
        return words;
    }
}
