package dev.xmdb.target.symbols;

import dev.xmdb.dump.bytes.LittleEndian;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * An ELF symbol table and its strings, as bytes copied out of a guest (ELF specification, "Symbol Table"). Answers by index; a name
 * that does not lie in the strings is empty, and a longer one than {@value #MAX_NAME} bytes is cut.
 */
public final class ElfSymbols {
    /** Longest name in bytes. */
    public static final int MAX_NAME = 1023;

    private static final int TYPE_MASK = 0xf;
    private static final int BINDING_SHIFT = 4;
    private static final int TYPE_OBJECT = 1;
    private static final int TYPE_FUNCTION = 2;
    private static final int TYPE_SECTION = 3;
    private static final int TYPE_FILE = 4;
    private static final int TYPE_COMMON = 5;
    private static final int TYPE_THREAD_LOCAL = 6;
    private static final int BIND_LOCAL = 0;
    private static final int BIND_WEAK = 2;
    private static final int SECTION_UNDEFINED = 0;
    private static final int SECTION_ABSOLUTE = 0xfff1;

    /** Where the fields of a symbol are, in bytes. */
    private record Layout(int bytes, int name, int info, int section, int value, int size, int word) {
        static final Layout WIDE = new Layout(24, 0, 4, 6, 8, 16, Long.BYTES);
        static final Layout NARROW = new Layout(16, 0, 12, 14, 4, 8, Integer.BYTES);
    }

    private final MemorySegment table;
    private final byte[] strings;
    private final Layout layout;
    private final int count;

    /**
     * A table.
     *
     * @param table the symbols; a partial one at the end is left out
     * @param strings their names
     * @param wordSize bytes in a pointer, 8 or 4
     */
    public ElfSymbols(byte[] table, byte[] strings, int wordSize) {
        this.table = MemorySegment.ofArray(table);
        this.strings = strings;
        this.layout = wordSize == Long.BYTES ? Layout.WIDE : Layout.NARROW;
        this.count = table.length / layout.bytes();
    }

    /** Bytes of one symbol. */
    public static int symbolSize(int wordSize) {
        return (wordSize == Long.BYTES ? Layout.WIDE : Layout.NARROW).bytes();
    }

    /** How many symbols there are, with the empty first one. */
    public int count() {
        return count;
    }

    /** A symbol's name. */
    public String name(int index) {
        long from = LittleEndian.u32(table, at(index) + layout.name());
        if (from >= strings.length) {
            return "";
        }
        int start = (int) from;
        int end = start;
        int limit = Math.min(strings.length, start + MAX_NAME);
        while (end < limit && strings[end] != 0) {
            end++;
        }
        return new String(strings, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** A symbol's value. */
    public long value(int index) {
        return LittleEndian.unsigned(table, at(index) + layout.value(), layout.word());
    }

    /** A symbol's size in bytes. */
    public long size(int index) {
        return LittleEndian.unsigned(table, at(index) + layout.size(), layout.word());
    }

    /** Whether the symbol has no name at all. */
    public boolean nameless(int index) {
        return LittleEndian.u32(table, at(index) + layout.name()) == 0;
    }

    /** Whether another object has to define the symbol. */
    public boolean undefined(int index) {
        return section(index) == SECTION_UNDEFINED;
    }

    /** Whether the symbol's value is a plain number. */
    public boolean absolute(int index) {
        return section(index) == SECTION_ABSOLUTE;
    }

    /** The number of the section that the symbol is in, or one of the numbers from 0xff00 on that stand for none. */
    public int section(int index) {
        return LittleEndian.u16(table, at(index) + layout.section());
    }

    /** What the symbol names. */
    public Symbol.Kind kind(int index) {
        return switch (info(index) & TYPE_MASK) {
            case 0 -> Symbol.Kind.UNTYPED;
            case TYPE_OBJECT -> Symbol.Kind.OBJECT;
            case TYPE_FUNCTION -> Symbol.Kind.FUNCTION;
            case TYPE_SECTION -> Symbol.Kind.SECTION;
            case TYPE_FILE -> Symbol.Kind.FILE;
            case TYPE_COMMON -> Symbol.Kind.COMMON;
            case TYPE_THREAD_LOCAL -> Symbol.Kind.THREAD_LOCAL;
            default -> Symbol.Kind.OTHER;
        };
    }

    /** Whether the symbol is of the plain data type, the only one that type data counts. */
    public boolean plainObject(int index) {
        return (info(index) & TYPE_MASK) == TYPE_OBJECT;
    }

    private Symbol.Binding binding(int index) {
        return switch (info(index) >>> BINDING_SHIFT) {
            case BIND_LOCAL -> Symbol.Binding.LOCAL;
            case BIND_WEAK -> Symbol.Binding.WEAK;
            default -> Symbol.Binding.GLOBAL;
        };
    }

    private int info(int index) {
        return LittleEndian.u8(table, at(index) + layout.info());
    }

    private long at(int index) {
        return (long) index * layout.bytes();
    }

    /**
     * One symbol.
     *
     * @param index its place in the table
     * @param object the name of the object whose table this is
     */
    public Symbol symbol(int index, String object) {
        return new Symbol(name(index), value(index), size(index), kind(index), binding(index), object, index);
    }
}
