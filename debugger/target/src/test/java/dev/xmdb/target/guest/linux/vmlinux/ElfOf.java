package dev.xmdb.target.guest.linux.vmlinux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes a kernel's ELF file: code, constants, per-CPU data, notes and symbols. */
public final class ElfOf {
    /** Number of the section of code. */
    public static final int TEXT = 1;

    /** Number of the section of constants. */
    public static final int RODATA = 2;

    /** Number of the section of per-CPU variables. */
    public static final int PER_CPU = 3;

    /** What stands for the section of a plain number. */
    public static final int ABSOLUTE = 0xfff1;

    private static final int HEADER = 64;
    private static final int SYMBOLS = 2;
    private static final int STRINGS = 6;
    /** Where a section header has its size. */
    private static final int SIZE = 32;

    private static final int GLOBAL = 0x10;

    private final List<Symbol> symbols = new ArrayList<>();
    private final long text;
    private final long rodata;
    private String banner = "";
    private String buildId = "";

    private record Symbol(String name, int info, int section, long value) {}

    /** A section and what it holds. */
    private static final class Section {
        private final String name;
        private final int type;
        private final int flags;
        private final long address;
        private final Words content;

        private Section(String name, int type, int flags, long address, Words content) {
            this.name = name;
            this.type = type;
            this.flags = flags;
            this.address = address;
            this.content = content;
        }
    }

    /** Numbers and texts one after the other. */
    private static final class Words {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private Words number(int size, long value) {
            for (int each = 0; each < size; each++) {
                bytes.write((int) (value >>> (Byte.SIZE * each)));
            }
            return this;
        }

        private Words word(long value) {
            return number(Long.BYTES, value);
        }

        private Words text(String text) {
            bytes.writeBytes((text + "\0").getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        private Words all(byte[] more) {
            bytes.writeBytes(more);
            return this;
        }

        private int size() {
            return bytes.size();
        }

        private byte[] made() {
            return bytes.toByteArray();
        }
    }

    /** A file whose code and constants are linked to addresses. */
    public ElfOf(long text, long rodata) {
        this.text = text;
        this.rodata = rodata;
    }

    /** With a build ID in hexadecimal digits. */
    public ElfOf build(String digits) {
        buildId = digits;
        return this;
    }

    /** With a banner at the start of the constants. */
    public ElfOf banner(String words) {
        banner = words;
        return this;
    }

    /** With a global symbol of a type. */
    public ElfOf symbol(String name, int type, int section, long value) {
        symbols.add(new Symbol(name, GLOBAL | type, section, value));
        return this;
    }

    /** With a symbol of a binding and type, as {@code st_info} has them. */
    public ElfOf symbolWith(String name, int info, int section, long value) {
        symbols.add(new Symbol(name, info, section, value));
        return this;
    }

    private Words notes() {
        byte[] id = HexFormat.of().parseHex(buildId);
        var notes = new Words()
                .number(4, 6)
                .number(4, 4)
                .number(4, 0x101)
                .text("Linux")
                .number(2, 0)
                .number(4, 0);
        return id.length == 0
                ? notes
                : notes.number(4, 4)
                        .number(4, id.length)
                        .number(4, 3)
                        .text("GNU")
                        .all(id);
    }

    /** The bytes of the file. */
    public byte[] bytes() {
        var names = new Words().number(1, 0);
        var table = new Words().all(new byte[24]);
        for (Symbol each : symbols) {
            table.number(4, names.size()).number(1, each.info()).number(1, 0).number(2, each.section());
            table.word(each.value()).word(0);
            names.text(each.name());
        }
        var some = new Words().all(new byte[16]);
        return written(List.of(
                new Section("", 0, 0, 0, new Words()),
                new Section(".text", 1, 6, text, some),
                new Section(".rodata", 1, 3, rodata, banner.isEmpty() ? some : new Words().text(banner + "\n")),
                new Section(".data..percpu", 1, 3, 0, some),
                new Section(".notes", 7, 2, rodata + 0x1000, notes()),
                new Section(".symtab", SYMBOLS, 0, 0, table),
                new Section(".strtab", 3, 0, 0, names)));
    }

    private static byte[] written(List<Section> sections) {
        var names = new Words();
        var content = new Words();
        var headers = new Words();
        for (Section each : sections) {
            header(headers, names, each, content.size());
            content.all(each.content.made());
        }
        // The section of names has its own name in it.
        header(headers, names, new Section(".shstrtab", 3, 0, 0, new Words()), content.size());
        byte[] last = headers.made();
        last[sections.size() * HEADER + SIZE] = (byte) names.size();
        content.all(names.made());
        var file = new Words().number(4, 0x464c457f).number(4, 0x010102).word(0);
        file.number(2, 2).number(2, 62).number(4, 1).word(0).word(0).word(HEADER + content.size());
        file.all(new byte[10]).number(2, HEADER);
        file.number(2, sections.size() + 1).number(2, sections.size());
        return file.all(content.made()).all(last).made();
    }

    private static void header(Words headers, Words names, Section section, int offset) {
        headers.number(4, names.size())
                .number(4, section.type)
                .word(section.flags)
                .word(section.address);
        headers.word(HEADER + offset).word(section.content.size()).number(4, section.type == SYMBOLS ? STRINGS : 0);
        headers.number(4, 0).word(1).word(section.type == SYMBOLS ? 24 : 0);
        names.text(section.name);
    }

    /** Writes it into a folder. */
    public Path in(Path folder) throws IOException {
        return Files.write(folder.resolve("vmlinux"), bytes());
    }
}
