package dev.xmdb.target.guest.solaris;

import dev.xmdb.target.ImageOf;
import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.guest.Guest;
import dev.xmdb.target.memory.FrameMemory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The kernel of a test: a debug_info page, a ring of modules, and their symbols, as solaris kernels of both word sizes lay them out. Each
 * module has a page range of its own; the offsets here are written down from the headers, apart from the product's.
 */
final class KernelOf {
    static final long WIDE_INFO = 0xfffffffffb7ff000L;
    static final long NARROW_INFO = 0xf4bff000L;

    final MemoryOf memory;
    private final boolean wide;
    private final long base;
    private final long info;
    private int modules;

    KernelOf(int wordSize) {
        wide = wordSize == 8;
        memory = new MemoryOf(wordSize);
        base = wide ? 0xfffffffffbc00000L : 0xf5000000L;
        info = wide ? WIDE_INFO : NARROW_INFO;
        int word = wordSize;
        memory.put(info, 4, 0xdeb116edL).put(info + 4, 4, 1);
        long[] words = {base, info + 0x1000, base - 0x1000, base - 0x1000, base + 0x100000, 0x90, 40};
        for (int i = 0; i < words.length; i++) {
            memory.word(info + 8 + (long) i * word, words[i]);
        }
    }

    /** Some symbols as the test writes them. */
    static final class Table {
        private final ByteArrayOutputStream symbols = new ByteArrayOutputStream();
        private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
        private final boolean wide;

        Table(boolean wide) {
            this.wide = wide;
            strings.write(0);
            symbols.writeBytes(new byte[wide ? 24 : 16]);
        }

        Table symbol(String name, int binding, int type, long value, long size) {
            int at = strings.size();
            strings.writeBytes((name + "\0").getBytes(StandardCharsets.ISO_8859_1));
            put(4, at);
            if (wide) {
                put(1, (binding << 4) | type);
                put(1, 0);
                put(2, 1);
                put(8, value);
                put(8, size);
            } else {
                put(4, value);
                put(4, size);
                put(1, (binding << 4) | type);
                put(1, 0);
                put(2, 1);
            }
            return this;
        }

        private void put(int bytes, long value) {
            for (int i = 0; i < bytes; i++) {
                symbols.write((int) (value >>> (8 * i)));
            }
        }
    }

    Table table() {
        return new Table(wide);
    }

    /** The address of the modctl with a place in the list. */
    long modctl(int place) {
        return base + place * 0x10000L;
    }

    /** The address of the module's struct module. */
    long module(int place) {
        return modctl(place) + 0x200;
    }

    /** Offsets of struct module in both data models. */
    int at(String field) {
        return switch (field) {
            case "symhdr" -> wide ? 80 : 60;
            case "strhdr" -> wide ? 88 : 64;
            case "symsize" -> wide ? 104 : 72;
            case "symspace" -> wide ? 112 : 76;
            case "flags" -> wide ? 120 : 80;
            case "text_size" -> wide ? 128 : 84;
            case "text" -> wide ? 144 : 92;
            case "ctfdata" -> wide ? 272 : 160;
            case "ctfsize" -> wide ? 280 : 164;
            case "mod_next" -> 0;
            case "mod_id" -> wide ? 16 : 8;
            case "mod_mp" -> wide ? 24 : 12;
            case "mod_filename" -> wide ? 56 : 28;
            case "mod_modname" -> wide ? 64 : 32;
            case "sh_addr" -> wide ? 16 : 12;
            case "sh_size" -> wide ? 32 : 20;
            default -> throw new IllegalArgumentException(field);
        };
    }

    /** Adds a module to the end of the ring. */
    KernelOf add(String name, long text, long textSize, Table table, byte[] ctf) {
        int place = modules++;
        long modctl = modctl(place);
        long module = module(place);
        long tables = modctl + 0x1000;
        byte[] symbols = table.symbols.toByteArray();
        byte[] strings = table.strings.toByteArray();
        memory.put(modctl, new byte[0x1000]);
        memory.word(modctl(Math.max(0, place - 1)) + at("mod_next"), modctl);
        memory.word(modctl + at("mod_next"), modctl(0)).put(modctl + at("mod_id"), 4, place);
        memory.word(modctl + at("mod_mp"), module);
        memory.word(modctl + at("mod_modname"), modctl + 0x800).text(modctl + 0x800, name);
        memory.word(modctl + at("mod_filename"), modctl + 0x880).text(modctl + 0x880, "/kernel/" + name);
        memory.word(module + at("text"), text).word(module + at("text_size"), textSize);
        memory.word(module + at("symhdr"), modctl + 0x600).word(module + at("strhdr"), modctl + 0x680);
        memory.word(module + at("symspace"), tables).word(module + at("symsize"), symbols.length + strings.length);
        section(modctl + 0x600, tables, symbols);
        section(modctl + 0x680, tables + symbols.length, strings);
        if (ctf.length > 0) {
            memory.put(tables + 0x8000, ctf);
            memory.word(module + at("ctfdata"), tables + 0x8000).word(module + at("ctfsize"), ctf.length);
        }
        return this;
    }

    private void section(long header, long at, byte[] bytes) {
        memory.word(header + at("sh_addr"), at).word(header + at("sh_size"), bytes.length);
        memory.put(at, bytes);
    }

    Optional<Guest> detect() {
        ImageOf image = ImageOf.pv(wide ? 8 : 4, 1);
        return new SolarisDetector().detect(image, memory, FrameMemory.physical(image, wide ? 8 : 4));
    }

    SolarisGuest guest() {
        return (SolarisGuest) detect().orElseThrow();
    }
}
