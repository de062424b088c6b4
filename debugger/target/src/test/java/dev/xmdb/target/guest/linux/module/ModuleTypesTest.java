package dev.xmdb.target.guest.linux.module;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.MemoryOf;
import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Types;
import dev.xmdb.target.types.btf.BtfContainer;
import dev.xmdb.target.types.btf.BtfException;
import dev.xmdb.target.types.btf.BtfOf;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A list of modules' types made by hand, beside a small kernel's. */
final class ModuleTypesTest {
    private static final int INT = 1;
    private static final int PTR = 2;
    private static final int ARRAY = 3;
    private static final int STRUCT = 4;
    private static final long HEAD = 0xffffffff82000000L;
    private static final long ENTRY = 0xffff888000001000L;
    private static final long BTF = 0xffff888000002000L;
    private static final long DATA = 0xffff888000003000L;
    private static final long MODULE = 0xffffffffc0001000L;

    private final MemoryOf memory = new MemoryOf(8);
    private final BtfOf kernel = BtfOf.kernel();
    private final List<String> problems = new ArrayList<>();

    private ModuleTypes types(int entries) throws BtfException {
        int number = kernel.add(INT, false, 0, "unsigned int", 4, 32);
        int character = kernel.add(INT, false, 0, "char", 1, 2 << 24 | 8);
        int pointer = kernel.add(PTR, false, 0, "", 0);
        int name = kernel.add(ARRAY, false, 0, "", 0, character, number, 56);
        member("btf_module", 32, "list", pointer, 0, "module", pointer, 16, "btf", pointer, 24);
        member(
                "btf",
                120,
                "data",
                pointer,
                0,
                "data_size",
                number,
                8,
                "start_id",
                number,
                12,
                "start_str_off",
                number,
                16,
                "name",
                name,
                20);
        memory.word(HEAD, ENTRY);
        for (int each = 0; each < entries; each++) {
            memory.word(ENTRY + each * 0x40L, each + 1 < entries ? ENTRY + (each + 1) * 0x40L : HEAD)
                    .word(ENTRY + each * 0x40L + 16, MODULE + each)
                    .word(ENTRY + each * 0x40L + 24, BTF + each * 0x80L);
        }
        return new ModuleTypes(
                memory, BtfContainer.read(kernel.bytes(), 8), Types.NONE, OptionalLong.of(HEAD), problems::add);
    }

    private void member(String name, int size, Object... members) {
        var words = new ArrayList<Integer>();
        for (int each = 0; each < members.length; each += 3) {
            words.add(kernel.string((String) members[each]));
            words.add((Integer) members[each + 1]);
            words.add((Integer) members[each + 2] * 8);
        }
        kernel.add(
                STRUCT,
                false,
                members.length / 3,
                name,
                size,
                words.stream().mapToInt(Integer::intValue).toArray());
    }

    private void module(int index, String name, byte[] bytes, int firstType, int firstString) {
        long btf = BTF + index * 0x80L;
        long data = DATA + index * 0x1000L;
        memory.put(data, bytes)
                .word(btf, data)
                .put(btf + 8, 4, bytes.length)
                .put(btf + 12, 4, firstType)
                .put(btf + 16, 4, firstString)
                .text(btf + 20, name);
    }

    private byte[] ofModule(String structure) {
        BtfOf module = BtfOf.continuing(kernel);
        module.add(STRUCT, false, 1, structure, 4, module.string("value"), 1, 0);
        return module.bytes();
    }

    @Test
    void eachModuleHasTheTypesThatItAdds() throws BtfException {
        ModuleTypes types = types(2);
        module(0, "ext4", ofModule("ext4_thing"), 7, kernel.length());
        module(1, "loop", ofModule("loop_thing"), 7, kernel.length());
        assertThat(types.all()).extracting(ModuleTypes.Place::name).containsExactly("ext4", "loop");
        assertThat(types.all()).extracting(ModuleTypes.Place::module).containsExactly(MODULE, MODULE + 1);
        BtfContainer ext4 = types.container("ext4").orElseThrow();
        assertThat(ext4.tagged(Tag.STRUCT, "ext4_thing")).hasSize(1);
        assertThat(ext4.tagged(Tag.STRUCT, "loop_thing")).isEmpty();
        assertThat(ext4.type(1).name()).isEqualTo("unsigned int");
        assertThat(types.container("nobody")).isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void typesThatContinueAnotherKernelsAreRefused() throws BtfException {
        ModuleTypes types = types(1);
        module(0, "old", ofModule("thing"), 99, kernel.length());
        assertThat(types.container("old")).isEmpty();
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("failed to load BTF of module old at ffff888000003000: they continue other types");
    }

    @Test
    void whatIsNotThereOrTooLargeIsSaidOnceAndTheOthersRemain() throws BtfException {
        ModuleTypes types = types(2);
        module(0, "huge", new byte[1], 7, 0);
        memory.put(BTF + 8, 4, 0x7fff_ffff);
        module(1, "loop", ofModule("loop_thing"), 7, kernel.length());
        assertThat(types.container("huge")).isEmpty();
        assertThat(types.container("huge")).isEmpty();
        assertThat(types.container("loop")).isPresent();
        assertThat(problems)
                .containsExactly("failed to load BTF of module huge at ffff888000003000: 2147483647 bytes are more"
                        + " than modules have");
    }

    @Test
    void aListThatBreaksOffGivesWhatWasRead() throws BtfException {
        ModuleTypes types = types(2);
        module(0, "ext4", ofModule("ext4_thing"), 7, kernel.length());
        memory.word(ENTRY + 0x40 + 24, 0x1234000);
        assertThat(types.all()).extracting(ModuleTypes.Place::name).containsExactly("ext4");
        assertThat(problems).singleElement().asString().startsWith("types of modules break off at ");
    }

    @Test
    void aKernelWithoutTheListHasNone() throws BtfException {
        types(0);
        var none = new ModuleTypes(
                memory, BtfContainer.read(kernel.bytes(), 8), Types.NONE, OptionalLong.empty(), problems::add);
        assertThat(none.all()).isEmpty();
        assertThat(problems).isEmpty();
    }
}
