package dev.xmdb.target.guest.linux.vmlinux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    private static final int GLOBAL = 0x10;

    private final List<Symbol> symbols = new ArrayList<>();
    private long text;
    private long rodata;
    private String banner = "";
    private String buildId = "";

    private record Symbol(String name, int info, int section, long value) {}

    private record Section(String name, int type, int flags, long address, byte[] bytes, int link) {}

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

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private byte[] notes() {
        byte[] id = HexFormat.of().parseHex(buildId);
        byte[] other = "Linux\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer notes = buffer(12 + other.length + 4 + (id.length == 0 ? 0 : 16 + id.length));
        notes.putInt(6).putInt(4).putInt(0x101).put(other).putInt(0);
        if (id.length > 0) {
            notes.putInt(4).putInt(id.length).putInt(3).putInt(0x554e47).put(id);
        }
        return notes.array();
    }

    /** The bytes of the file. */
    public byte[] bytes() {
        var names = new ByteArrayOutputStream();
        names.write(0);
        ByteBuffer table = buffer(24 * (symbols.size() + 1));
        table.position(24);
        for (Symbol each : symbols) {
            table.putInt(names.size()).put((byte) each.info()).put((byte) 0).putShort((short) each.section());
            table.putLong(each.value()).putLong(0);
            names.writeBytes((each.name() + "\0").getBytes(StandardCharsets.ISO_8859_1));
        }
        byte[] words = (banner + "\n\0").getBytes(StandardCharsets.ISO_8859_1);
        return written(List.of(
                new Section("", 0, 0, 0, new byte[0], 0),
                new Section(".text", 1, 6, text, new byte[16], 0),
                new Section(".rodata", 1, 3, rodata, banner.isEmpty() ? new byte[16] : words, 0),
                new Section(".data..percpu", 1, 3, 0, new byte[16], 0),
                new Section(".notes", 7, 2, rodata + 0x1000, notes(), 0),
                new Section(".symtab", 2, 0, 0, table.array(), 6),
                new Section(".strtab", 3, 0, 0, names.toByteArray(), 0)));
    }

    private static byte[] written(List<Section> sections) {
        var names = new ByteArrayOutputStream();
        var content = new ByteArrayOutputStream();
        ByteBuffer headers = buffer(HEADER * (sections.size() + 1));
        for (Section each : sections) {
            header(headers, names, each, HEADER + content.size());
            content.writeBytes(each.bytes());
        }
        Section strings = new Section(".shstrtab", 3, 0, 0, new byte[0], 0);
        int place = names.size() + strings.name().length() + 1;
        header(headers, names, new Section(strings.name(), 3, 0, 0, new byte[place], 0), HEADER + content.size());
        content.writeBytes(names.toByteArray());
        ByteBuffer file = buffer(HEADER + content.size() + headers.capacity());
        file.putInt(0x464c457f).put((byte) 2).put((byte) 1).put((byte) 1).position(16);
        file.putShort((short) 2).putShort((short) 62).putInt(1).position(40);
        file.putLong(HEADER + content.size()).position(58);
        file.putShort((short) HEADER).putShort((short) (sections.size() + 1)).putShort((short) sections.size());
        file.put(content.toByteArray()).put(headers.array());
        return file.array();
    }

    private static void header(ByteBuffer headers, ByteArrayOutputStream names, Section section, long offset) {
        headers.putInt(names.size())
                .putInt(section.type())
                .putLong(section.flags())
                .putLong(section.address());
        headers.putLong(offset)
                .putLong(section.bytes().length)
                .putInt(section.link())
                .putInt(0);
        headers.putLong(1).putLong(section.type() == 2 ? 24 : 0);
        names.writeBytes((section.name() + "\0").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Writes it into a folder. */
    public Path in(Path folder) throws IOException {
        return Files.write(folder.resolve("vmlinux"), bytes());
    }
}
