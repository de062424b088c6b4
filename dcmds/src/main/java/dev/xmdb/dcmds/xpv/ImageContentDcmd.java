package dev.xmdb.dcmds.xpv;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.ImageNote;
import dev.xmdb.dump.ImageSection;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Column;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Table;
import dev.xmdb.engine.output.Value;
import java.util.List;

/** {@code ::notes}. */
final class ImageContentDcmd {
    private static final Table SECTIONS = Table.of(
            Column.of("SECTION", "%-18s"),
            Column.of("TYPE", "%-8s"),
            Column.of("OFFSET", "%12x"),
            Column.of("SIZE", "%12x"),
            Column.of("PRESENT", "%12x"),
            Column.of("ENTSIZE", "%7x"));

    private static final Table NOTES = Table.of(
            Column.of("NOTE", "%-18s"),
            Column.of("TYPE", "%8x"),
            Column.of("OFFSET", "%12x"),
            Column.of("SIZE", "%12x"),
            Column.of("CONTENT", "%s"));

    private static final DcmdSpec NOTES_SPEC = DcmdSpec.named("notes")
            .summary("print the sections and notes of the image file")
            .description(
                    "Prints a line for every section of the file: its name, type, offset, the size that it claims, how much of it the file has, and the size of "
                            + "its entries. Then a line for every note: owner and name, type, offset of its header, size of its content, and the content in short. Sizes "
                            + "and offsets are hexadecimal.")
            .example("::notes", "lists sections and notes")
            .build();

    private ImageContentDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(NOTES_SPEC, ImageContentDcmd::notes));
    }

    private static Status notes(Invocation in) {
        DomainImage image = in.target().image();
        in.out().header(SECTIONS);
        for (ImageSection section : image.sections()) {
            in.checkInterrupted();
            in.out()
                    .row(
                            SECTIONS,
                            new Value.Text(SingleLine.of(section.name())),
                            new Value.Text(sectionType(section.type())),
                            new Value.Address(section.fileOffset()),
                            new Value.Address(section.size()),
                            new Value.Address(section.available()),
                            section.entrySize() == 0 ? new Value.Absent() : new Value.Address(section.entrySize()));
        }
        if (image.notes().isEmpty()) {
            return Status.OK;
        }
        if (!in.isPipeOutput()) {
            in.out().emit(new Emission.Header(""));
        }
        in.out().header(NOTES);
        for (ImageNote note : image.notes()) {
            in.checkInterrupted();
            in.out()
                    .row(
                            NOTES,
                            new Value.Text(SingleLine.of(note.name() + " " + note.typeName())),
                            new Value.Address(note.type()),
                            new Value.Address(note.fileOffset()),
                            new Value.Address(note.size()),
                            new Value.Text(SingleLine.of(note.summary())));
        }
        return Status.OK;
    }

    /** Names of the section types (ELF specification) that a domain image has. */
    private static String sectionType(long type) {
        return switch ((int) Math.min(type & 0xffff_ffffL, Integer.MAX_VALUE)) {
            case 0 -> "-";
            case 1 -> "PROGBITS";
            case 3 -> "STRTAB";
            case 7 -> "NOTE";
            case 8 -> "NOBITS";
            default -> Long.toHexString(type);
        };
    }
}
