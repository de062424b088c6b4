package dev.xmdb.target.types.ctf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.target.symbols.ElfSymbols;
import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CtfContainerTest {
    /** int, char, long, struct foo, foo_t, enum color; foo_head is a struct foo, foo_find takes a pointer to one. */
    private static final byte[] GOLDEN = HexFormat.of()
            .parseHex("f1cf020000000000000000000000000000000000040000000c000000880000003a000000040000000128010006000000"
                    + "01000000000c04002000000105000000000c0100080000030a000000000c08004000000121000000033410000f000000"
                    + "0100000013000000050020001a000000060040000000000000240000020003000400000000000000001c040025000000"
                    + "0054040034000000024404002b000000000000002f000000ffffffff00696e740063686172006c6f6e6700665f610066"
                    + "5f6e616d6500665f6e65787400666f6f00666f6f5f740052454400424c554500636f6c6f7200");

    private static final String STRTAB = "\0foo_head\0other\0foo_find\0asm_fn\0";

    private static CtfContainer read(byte[] bytes) throws CtfException {
        return CtfContainer.read(bytes, new byte[0], 8);
    }

    private static ElfSymbols symbols(int... typesAndNames) {
        ByteBuffer table =
                ByteBuffer.allocate((typesAndNames.length / 2 + 1) * 24).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < typesAndNames.length; i += 2) {
            int at = (i / 2 + 1) * 24;
            table.putInt(at, typesAndNames[i + 1]).put(at + 4, (byte) (0x10 | typesAndNames[i]));
            table.putShort(at + 6, (short) 1).putLong(at + 8, 0xfffffffffbc00000L + i);
        }
        return new ElfSymbols(table.array(), STRTAB.getBytes(StandardCharsets.ISO_8859_1), 8);
    }

    private static List<String> declarations(CtfContainer container) {
        return container.all().stream().map(Type::declaration).toList();
    }

    @Test
    void theWorkedExampleReadsAsItWasWritten() throws CtfException {
        CtfContainer container = read(GOLDEN);
        assertThat(declarations(container))
                .containsExactly(
                        "int", "char", "long", "struct foo", "char [4]", "struct foo *", "foo_t", "enum color");
        assertThat(container.all().stream().map(Type::size)).containsExactly(4L, 1L, 8L, 16L, 4L, 8L, 16L, 4L);
        Type.Aggregate foo =
                (Type.Aggregate) container.tagged(Tag.STRUCT, "foo").orElseThrow();
        assertThat(foo.fields().stream().map(Type.Field::name)).containsExactly("f_a", "f_name", "f_next");
        assertThat(foo.fields().stream().map(Type.Field::bitOffset)).containsExactly(0L, 32L, 64L);
        assertThat(container.named("foo_t").orElseThrow().resolved()).isSameAs(foo);
        assertThat(((Type.Pointer) foo.fields().get(2).type()).target().type()).isSameAs(foo);
        Type.Enumeration color =
                (Type.Enumeration) container.tagged(Tag.ENUM, "color").orElseThrow();
        assertThat(color.nameOf(-1)).contains("BLUE");
        assertThat(color.nameOf(0)).contains("RED");
        assertThat(color.nameOf(1)).isEmpty();
    }

    @Test
    void numbersKnowTheirSignAndUse() throws CtfException {
        CtfContainer container = read(GOLDEN);
        assertThat(container.named("int")).contains(new Type.Whole("int", 4, 0, 32, true, Type.Whole.Use.NUMBER));
        assertThat(container.named("char")).contains(new Type.Whole("char", 1, 0, 8, true, Type.Whole.Use.CHARACTER));
    }

    @Test
    void variablesAndFunctionsFollowTheSymbolTable() throws CtfException {
        CtfSymbols types = read(GOLDEN).symbols(symbols(1, 1, 1, 10, 2, 16, 2, 25));
        assertThat(types.variable(1).map(Type::declaration)).contains("struct foo");
        assertThat(types.variable(2)).isEmpty();
        assertThat(types.variable(3)).isEmpty();
        Type.Function find = types.function(3).orElseThrow();
        assertThat(find.result().type().declaration()).isEqualTo("int");
        assertThat(find.arguments().stream().map(link -> link.type().declaration()))
                .containsExactly("struct foo *");
        assertThat(types.function(4)).isEmpty();
        assertThat(types.function(1)).isEmpty();
    }

    @Test
    void symbolsBeyondTheSectionsHaveNoType() throws CtfException {
        CtfSymbols types = read(GOLDEN).symbols(symbols(1, 1, 1, 10, 1, 1, 2, 16, 2, 25, 2, 16, 2, 16));
        assertThat(types.variable(3)).isEmpty();
        assertThat(types.function(7)).isEmpty();
    }

    @Test
    void compressionChangesNothing() throws CtfException {
        assertThat(declarations(read(CtfOf.compressed(GOLDEN)))).isEqualTo(declarations(read(GOLDEN)));
    }

    @Test
    void aChildFindsLowNumbersAndMissingNamesInItsParent() throws CtfException {
        CtfOf described = CtfOf.childOf("genunix");
        int pointer = described.pointer(4);
        described.typedef("foo_list_t", pointer);
        CtfContainer orphan = read(described.bytes());
        assertThat(orphan.parentName()).contains("genunix");
        assertThat(orphan.type(pointer).declaration()).isEqualTo("(?) *");
        assertThat(orphan.type(4)).isEqualTo(new Type.Missing("Type information is in parent and unavailable"));
        CtfContainer child = orphan.withParent(read(GOLDEN));
        assertThat(child.named("foo_list_t").orElseThrow().resolved().declaration())
                .isEqualTo("struct foo *");
        assertThat(child.named("foo_t")).isPresent();
        assertThat(read(GOLDEN).type(0x8001)).isEqualTo(new Type.Missing("Invalid type identifier"));
    }

    @Test
    void aParentOfAnotherDataModelIsRefused() throws CtfException {
        CtfContainer child = read(CtfOf.childOf("genunix").bytes());
        CtfContainer narrow = CtfContainer.read(GOLDEN, new byte[0], 4);
        assertThatThrownBy(() -> child.withParent(narrow)).hasMessage("Cannot import types with different data model");
    }

    @Test
    void aDefinitionReplacesItsAnnouncementWhicheverComesFirst() throws CtfException {
        CtfOf described = CtfOf.parent();
        described.forward("early", 6);
        described.struct("early", 8);
        described.struct("late", 16);
        described.forward("late", 6);
        described.forward("only", 7);
        CtfContainer container = read(described.bytes());
        assertThat(container.tagged(Tag.STRUCT, "early").orElseThrow().size()).isEqualTo(8);
        assertThat(container.tagged(Tag.STRUCT, "late").orElseThrow().size()).isEqualTo(16);
        assertThat(container.tagged(Tag.UNION, "only")).contains(new Type.Forward(Tag.UNION, "only"));
    }

    @Test
    void partsOfANumberDoNotTakeItsNameButBitsReplaceNone() throws CtfException {
        CtfOf described = CtfOf.parent();
        described.whole("unsigned int", 4, 0, 32);
        described.whole("unsigned int", 4, 0, 3);
        described.whole("void", 0, 1, 0);
        described.whole("void", 4, 1, 32);
        CtfContainer container = read(described.bytes());
        assertThat(((Type.Whole) container.named("unsigned int").orElseThrow()).bits())
                .isEqualTo(32);
        assertThat(((Type.Whole) container.named("void").orElseThrow()).bits()).isEqualTo(32);
    }

    @Test
    void largeStructuresHaveWideOffsets() throws CtfException {
        CtfOf described = CtfOf.parent();
        int word = described.whole("long", 8, 1, 64);
        int small = described.struct("small", 8191, new CtfOf.M("last", word, 65464));
        int large = described.struct("large", 8192, new CtfOf.M("last", word, 65472));
        int huge = described.struct("huge", 1L << 33, new CtfOf.M("last", word, 1L << 35));
        CtfContainer container = read(described.bytes());
        assertThat(((Type.Aggregate) container.type(small)).fields().getFirst().bitOffset())
                .isEqualTo(65464);
        assertThat(((Type.Aggregate) container.type(large)).fields().getFirst().bitOffset())
                .isEqualTo(65472);
        Type.Aggregate biggest = (Type.Aggregate) container.type(huge);
        assertThat(biggest.size()).isEqualTo(1L << 33);
        assertThat(biggest.fields().getFirst().bitOffset()).isEqualTo(1L << 35);
    }

    @Test
    void declarationsReadAsCWritesThem() throws CtfException {
        CtfOf described = CtfOf.parent();
        int number = described.whole("int", 4, 1, 32);
        int letter = described.whole("char", 1, 3, 8);
        int constant = described.reference(12, "", letter);
        int strings = described.pointer(described.pointer(constant));
        int fixed = described.reference(12, "", described.pointer(letter));
        int function = described.function("", number, number, 0);
        int handler = described.pointer(function);
        int matrix = described.array(described.array(number, number, 3), number, 2);
        int row = described.pointer(described.array(number, number, 4));
        int names = described.array(described.pointer(letter), number, 5);
        CtfContainer container = read(described.bytes());
        assertThat(container.type(strings).declaration()).isEqualTo("const char **");
        assertThat(container.type(fixed).declaration()).isEqualTo("char *const");
        assertThat(container.type(handler).declaration()).isEqualTo("int (*)()");
        assertThat(container.type(matrix).declaration()).isEqualTo("int [2][3]");
        assertThat(container.type(matrix).size()).isEqualTo(24);
        assertThat(container.type(row).declaration()).isEqualTo("int (*)[4]");
        assertThat(container.type(names).declaration()).isEqualTo("char *[5]");
        assertThat(((Type.Function) container.type(function)).variadic()).isTrue();
    }

    @Test
    void typesThatContainThemselvesEnd() throws CtfException {
        CtfOf described = CtfOf.parent();
        int typedef = described.typedef("loop_t", 2);
        described.typedef("pool_t", 1);
        int array = described.array(3, 3, 1 << 30);
        int pointer = described.pointer(4);
        CtfContainer container = read(described.bytes());
        assertThat(container.type(typedef).resolved()).isInstanceOf(Type.Missing.class);
        assertThat(container.type(typedef).size()).isZero();
        assertThat(container.type(array).size()).isIn(0L, Long.MAX_VALUE);
        assertThat(container.type(pointer).declaration()).startsWith("(?) *");
    }

    @Test
    void foreignAndDamagedHeadersAreRefusedInTheWordsOfLibctf() {
        assertThatThrownBy(() -> read(new byte[3])).hasMessage("Buffer does not contain CTF data");
        assertThatThrownBy(() -> read("ELF is no CTF at all, however long it may be".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("Buffer does not contain CTF data");
        assertThatThrownBy(() -> read(changed(2, 3))).hasMessage("File uses more recent CTF version than libctf");
        assertThatThrownBy(() -> read(changed(24, 13))).hasMessage("File data structure corruption detected");
        assertThatThrownBy(() -> read(changed(31, 0x7f))).hasMessage("File data structure corruption detected");
        assertThatThrownBy(() -> read(changed(0x34 + 1, 0xf8))).hasMessage("File data structure corruption detected");
        assertThatThrownBy(() -> read(Arrays.copyOf(GOLDEN, GOLDEN.length - 1)))
                .hasMessage("File data structure corruption detected");
    }

    private static byte[] changed(int at, int value) {
        byte[] bytes = GOLDEN.clone();
        bytes[at] = (byte) value;
        return bytes;
    }

    @Test
    void aStreamThatGrowsBeyondItsPromiseOrStopsShortIsRefused() {
        byte[] bomb = CtfOf.compressed(Arrays.copyOf(GOLDEN, 8 << 20));
        assertThatThrownBy(() -> read(bomb)).hasMessage("Failed to decompress CTF data");
        byte[] compressed = CtfOf.compressed(GOLDEN);
        assertThatThrownBy(() -> read(Arrays.copyOf(compressed, compressed.length - 9)))
                .hasMessage("Failed to decompress CTF data");
        byte[] boast = compressed.clone();
        ByteBuffer.wrap(boast).order(ByteOrder.LITTLE_ENDIAN).putInt(32, 15 << 20);
        assertThatThrownBy(() -> read(boast)).hasMessage("Failed to decompress CTF data");
        ByteBuffer.wrap(boast).order(ByteOrder.LITTLE_ENDIAN).putInt(32, 0x7fffffff);
        assertThatThrownBy(() -> read(boast)).hasMessage("File data structure corruption detected");
    }

    @Test
    void versionOneHasAShorterHeaderAndWiderCounts() throws CtfException {
        ByteBuffer out = ByteBuffer.allocate(24 + 12 + 16 + 6).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) 0xcff1).put((byte) 1).put((byte) 0);
        out.putInt(0).putInt(0).putInt(0).putInt(28).putInt(6);
        out.putInt(1)
                .putShort((short) ((1 << 12) | (1 << 11)))
                .putShort((short) 4)
                .putInt(1 << 24 | 32);
        out.putInt(0).putShort((short) ((6 << 12) | (1 << 11) | 1)).putShort((short) 4);
        out.putInt(5).putShort((short) 1).putShort((short) 0);
        out.put("\0int\0x".getBytes(StandardCharsets.ISO_8859_1));
        CtfContainer container = read(out.array());
        assertThat(declarations(container)).containsExactly("int", "struct ");
        assertThat(((Type.Aggregate) container.type(2)).fields().getFirst().name())
                .isEqualTo("x");
    }

    @Test
    void noDamageDoesMoreThanRefuse() {
        var random = new Random(11);
        for (int round = 0; round < 4000; round++) {
            byte[] bytes = GOLDEN.clone();
            for (int change = random.nextInt(1, 5); change > 0; change--) {
                bytes[random.nextInt(4, bytes.length)] = (byte) random.nextInt();
            }
            Optional<CtfContainer> container =
                    tolerant(random.nextBoolean() ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length)));
            container.ifPresent(read -> {
                assertThat(declarations(read)).hasSize(read.count());
                assertThat(read.all()).allMatch(type -> type.size() >= 0);
                CtfSymbols symbols = read.symbols(symbols(1, 1, 1, 10, 2, 16, 2, 25));
                assertThat(symbols.function(3).map(Type.Function::size).orElse(0L))
                        .isZero();
                assertThat(read.labels()).hasSizeLessThan(bytes.length);
            });
        }
    }

    private static Optional<CtfContainer> tolerant(byte[] bytes) {
        try {
            return Optional.of(read(bytes));
        } catch (CtfException refused) {
            return Optional.empty();
        }
    }
}
