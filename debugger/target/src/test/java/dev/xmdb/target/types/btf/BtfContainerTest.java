package dev.xmdb.target.types.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BtfContainerTest {
    private static final int INT = 1;
    private static final int PTR = 2;
    private static final int ARRAY = 3;
    private static final int STRUCT = 4;
    private static final int UNION = 5;
    private static final int ENUM = 6;
    private static final int FWD = 7;
    private static final int TYPEDEF = 8;
    private static final int CONST = 10;
    private static final int FUNC = 12;
    private static final int FUNC_PROTO = 13;
    private static final int VAR = 14;
    private static final int DATASEC = 15;
    private static final int FLOAT = 16;
    private static final int DECL_TAG = 17;
    private static final int TYPE_TAG = 18;
    private static final int ENUM64 = 19;

    private final BtfOf kernel = BtfOf.kernel();
    private final int number = kernel.add(INT, false, 0, "int", 4, 1 << 24 | 32);

    private BtfContainer container() throws BtfException {
        return BtfContainer.read(kernel.bytes(), 8);
    }

    @Test
    void numbersSayHowTheyAreSigned() throws BtfException {
        int unsigned = kernel.add(INT, false, 0, "unsigned long", 8, 64);
        int truth = kernel.add(INT, false, 0, "_Bool", 1, 4 << 24 | 8);
        int real = kernel.add(FLOAT, false, 0, "double", 8);
        BtfContainer types = container();
        assertThat(types.type(number)).isEqualTo(new Type.Whole("int", 4, 0, 32, true, Type.Whole.Use.NUMBER));
        assertThat(types.type(unsigned))
                .isEqualTo(new Type.Whole("unsigned long", 8, 0, 64, false, Type.Whole.Use.NUMBER));
        assertThat(types.type(truth)).isEqualTo(new Type.Whole("_Bool", 1, 0, 8, false, Type.Whole.Use.TRUTH));
        assertThat(types.type(real)).isEqualTo(new Type.Floating("double", 8));
        assertThat(types.type(0)).isEqualTo(new Type.Nothing());
        assertThat(types.type(99)).isInstanceOf(Type.Missing.class);
        assertThat(types.type(-1)).isInstanceOf(Type.Missing.class);
    }

    @Test
    void structuresHaveMembersAtBitsWithAndWithoutBitFields() throws BtfException {
        int plain =
                kernel.add(STRUCT, false, 2, "plain", 8, kernel.string("a"), number, 0, kernel.string("b"), number, 32);
        int packed = kernel.add(
                STRUCT,
                true,
                2,
                "packed",
                4,
                kernel.string("low"),
                number,
                5 << 24,
                kernel.string("high"),
                number,
                3 << 24 | 5);
        BtfContainer types = container();
        assertThat(fields(types.type(plain))).containsExactly("a@0:0", "b@32:0");
        assertThat(fields(types.type(packed))).containsExactly("low@0:5", "high@5:3");
        assertThat(types.tagged(Tag.STRUCT, "plain")).containsExactly(types.type(plain));
        assertThat(types.named("plain")).isEmpty();
    }

    private static List<String> fields(Type type) {
        return ((Type.Aggregate) type)
                .fields().stream()
                        .map(field -> field.name() + "@" + field.bitOffset() + ":" + field.bitWidth())
                        .toList();
    }

    @Test
    void pointersArraysQualifiersAndMarksLeadToWhatTheyAreMadeOf() throws BtfException {
        int constant = kernel.add(CONST, false, 0, "", number);
        int pointer = kernel.add(PTR, false, 0, "", constant);
        int array = kernel.add(ARRAY, false, 0, "", 0, pointer, number, 5);
        int alias = kernel.add(TYPEDEF, false, 0, "five_t", array);
        int marked = kernel.add(TYPE_TAG, false, 0, "rcu", number);
        int toMarked = kernel.add(PTR, false, 0, "", marked);
        BtfContainer types = container();
        assertThat(types.type(alias).size()).isEqualTo(40);
        assertThat(types.named("five_t")).containsExactly(types.type(alias));
        assertThat(types.type(pointer).declaration()).isEqualTo("const int *");
        assertThat(types.type(toMarked).declaration()).isEqualTo("int *");
    }

    @Test
    void enumerationsHaveSmallAndWideValues() throws BtfException {
        int small = kernel.add(ENUM, false, 1, "state", 4, kernel.string("LOST"), -1);
        int wide = kernel.add(ENUM64, false, 1, "flags", 8, kernel.string("TOP"), 1, 0x8000_0000);
        BtfContainer types = container();
        assertThat(((Type.Enumeration) types.type(small)).nameOf(-1)).contains("LOST");
        assertThat(((Type.Enumeration) types.type(wide)).nameOf(0x8000_0000_0000_0001L))
                .contains("TOP");
        assertThat(types.tagged(Tag.ENUM, "flags")).hasSize(1);
    }

    @Test
    void functionsAndVariablesAreFoundByName() throws BtfException {
        int prototype = kernel.add(FUNC_PROTO, false, 2, "", number, kernel.string("format"), number, 0, 0);
        kernel.add(FUNC, false, 1, "printk", prototype);
        int variable = kernel.add(VAR, false, 0, "runqueues", number, 1);
        kernel.add(DATASEC, false, 1, ".data..percpu", 100, variable, 0x40, 4);
        kernel.add(DECL_TAG, false, 0, "mark", variable, -1);
        BtfContainer types = container();
        Type.Function function = types.function("printk").orElseThrow();
        assertThat(function.variadic()).isTrue();
        assertThat(function.arguments()).hasSize(1);
        assertThat(function.result().type().name()).isEqualTo("int");
        assertThat(types.variable("runqueues").orElseThrow().name()).isEqualTo("int");
        assertThat(types.function("nobody")).isEmpty();
    }

    @Test
    void announcementsSayWhatTheyAnnounce() throws BtfException {
        int structure = kernel.add(FWD, false, 0, "page", 0);
        int union = kernel.add(FWD, true, 0, "word", 0);
        assertThat(container().type(structure)).isEqualTo(new Type.Forward(Tag.STRUCT, "page"));
        assertThat(container().type(union)).isEqualTo(new Type.Forward(Tag.UNION, "word"));
    }

    @Test
    void aModulesTypesContinueTheKernels() throws BtfException {
        BtfContainer base = container();
        BtfOf module = BtfOf.continuing(kernel);
        int own = module.add(UNION, false, 1, "ext4_thing", 4, module.string("value"), number, 0);
        BtfContainer types = base.continued(module.bytes());
        assertThat(types.firstType()).isEqualTo(2);
        Type.Aggregate union = (Type.Aggregate) types.type(own);
        assertThat(union.name()).isEqualTo("ext4_thing");
        assertThat(union.fields().getFirst().type()).isEqualTo(base.type(number));
        assertThat(types.tagged(Tag.UNION, "ext4_thing")).hasSize(1);
    }

    @Test
    void aModulesTypesAreFoundByNamesThatTheKernelHasToo() throws BtfException {
        int shared = kernel.string("shared_name");
        BtfContainer base = container();
        BtfOf module = BtfOf.continuing(kernel);
        int prototype = module.add(FUNC_PROTO, false, 1, "", number, module.string("own"), number);
        module.addNamed(FUNC, false, 1, shared, prototype);
        module.addNamed(STRUCT, false, 1, shared, 4, shared, number, 0);
        BtfContainer types = base.continued(module.bytes());
        assertThat(types.firstString()).isEqualTo(kernel.length());
        assertThat(types.function("shared_name").orElseThrow().arguments()).hasSize(1);
        Type.Aggregate structure = (Type.Aggregate)
                types.tagged(Tag.STRUCT, "shared_name").findFirst().orElseThrow();
        assertThat(structure.fields().getFirst().name()).isEqualTo("shared_name");
        assertThat(base.tagged(Tag.STRUCT, "shared_name")).isEmpty();
    }

    @Test
    void typesThatLeadToThemselvesEnd() throws BtfException {
        kernel.add(TYPEDEF, false, 0, "self", 2);
        int first = kernel.add(TYPE_TAG, false, 0, "a", 4);
        kernel.add(TYPE_TAG, false, 0, "b", first);
        BtfContainer types = container();
        assertThat(types.type(2).resolved()).isInstanceOf(Type.Missing.class);
        assertThat(types.type(first)).isInstanceOf(Type.Missing.class);
    }

    @Test
    void damageIsNamedWithItsPlace() {
        kernel.add(31, false, 0, "future", 0);
        assertThatThrownBy(this::container).hasMessage("a record has an unknown kind: type 2 at offset 40");
        byte[] bytes = BtfOf.kernel().bytes();
        bytes[2] = 7;
        assertThatThrownBy(() -> BtfContainer.read(bytes, 8)).hasMessage("unknown BTF version 7");
        assertThatThrownBy(() -> BtfContainer.read(new byte[10], 8)).hasMessage("no BTF header");
    }

    @Test
    void mutatedBytesGiveTypesOrASentence() throws BtfException {
        kernel.add(STRUCT, false, 1, "one", 8, kernel.string("a"), number, 0);
        int prototype = kernel.add(FUNC_PROTO, false, 1, "", number, kernel.string("x"), number);
        kernel.add(FUNC, false, 1, "call", prototype);
        kernel.add(ENUM, false, 1, "state", 4, kernel.string("LOST"), -1);
        byte[] sound = kernel.bytes();
        var random = new Random(5);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = Arrays.copyOf(sound, random.nextInt(8) == 0 ? random.nextInt(sound.length) : sound.length);
            for (int each = 0; each < 1 + random.nextInt(3) && bytes.length > 0; each++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                BtfContainer types = BtfContainer.read(bytes, 8);
                for (int id = 0; id <= types.count(); id++) {
                    assertThat(types.type(id).resolved().declaration()).isNotNull();
                }
            } catch (BtfException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }
}
