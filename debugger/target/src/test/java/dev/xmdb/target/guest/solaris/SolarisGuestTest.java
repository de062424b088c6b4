package dev.xmdb.target.guest.solaris;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xmdb.target.guest.Guest;
import dev.xmdb.target.guest.GuestDamageException;
import dev.xmdb.target.stack.StackFrame;
import dev.xmdb.target.stack.Unwind;
import dev.xmdb.target.stack.Unwinder;
import dev.xmdb.target.symbols.Symbols.SymbolHit;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.ctf.CtfOf;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SolarisGuestTest {
    private static final long TEXT = 0xfffffffffb800000L;
    private static final long DATA = 0xfffffffffbd00000L;
    private static final long STACK = 0xffffff0001000000L;

    /** Types of genunix: 1 int, 2 char, 3 long, then a thread with the members that the tests read. */
    private static byte[] genunixTypes() {
        CtfOf types = CtfOf.parent();
        int number = types.whole("int", 4, 1, 32);
        int letter = types.whole("char", 1, 3, 8);
        int word = types.whole("long", 8, 1, 64);
        int bits = types.whole("unsigned int", 4, 0, 3);
        int name = types.array(letter, number, 8);
        int inner = types.union("", 8, new CtfOf.M("wchan", word, 0), new CtfOf.M("low", number, 0));
        int announced = types.pointer(types.forward("_kthread", 6));
        int thread = types.struct(
                "_kthread",
                48,
                new CtfOf.M("t_link", announced, 0),
                new CtfOf.M("t_pri", number, 64),
                new CtfOf.M("t_flags", bits, 101),
                new CtfOf.M("t_name", name, 128),
                new CtfOf.M("", inner, 192),
                new CtfOf.M("t_val", types.array(word, number, 2), 256));
        types.typedef("kthread_t", thread);
        types.variable(thread);
        types.code(number, word, number).code(number).untypedCode();
        return types.bytes();
    }

    private static byte[] childTypes() {
        CtfOf types = CtfOf.childOf("genunix");
        types.typedef("xencons_t", 1);
        types.code(1, 1);
        return types.bytes();
    }

    private static KernelOf kernel() {
        var kernel = new KernelOf(8);
        kernel.add(
                "unix",
                TEXT,
                0x1000,
                kernel.table()
                        .symbol("kas", 1, 1, DATA, 8)
                        .symbol("platform", 1, 1, DATA + 0x100, 8)
                        .symbol("utsname", 1, 1, DATA + 0x200, 1285),
                new byte[0]);
        kernel.add(
                "genunix",
                TEXT + 0x1000,
                0x1000,
                kernel.table()
                        .symbol("t0", 1, 1, DATA + 0x800, 48)
                        .symbol("swtch", 1, 2, TEXT + 0x1000, 0x100)
                        .symbol("idle", 1, 2, TEXT + 0x1100, 0x100)
                        .symbol("thread_start", 1, 2, TEXT + 0x1200, 0x10),
                CtfOf.compressed(genunixTypes()));
        kernel.add(
                "xencons",
                TEXT + 0x2000,
                0x1000,
                kernel.table().symbol("xenconswput", 0, 2, TEXT + 0x2000, 0x80),
                childTypes());
        kernel.memory.text(DATA + 0x100, "i86xpv");
        kernel.memory.text(DATA + 0x200, "SunOS").text(DATA + 0x200 + 257, "sxc16");
        kernel.memory.text(DATA + 0x200 + 514, "5.11").text(DATA + 0x200 + 771, "onnv-johnlev");
        kernel.memory.text(DATA + 0x200 + 1028, "i86pc");
        kernel.memory.word(DATA + 0x800, DATA + 0x800).put(DATA + 0x808, 4, -1).put(DATA + 0x80c, 4, 0b1010_0000);
        kernel.memory.text(DATA + 0x810, "sched").word(DATA + 0x818, 0x1234).word(DATA + 0x828, 77);
        return kernel;
    }

    @Test
    void itsTwoStatusLinesComeFromUtsname() {
        SolarisGuest guest = kernel().guest();
        assertThat(guest.statusLines())
                .containsExactly(
                        "debugging domain crash dump described.core (64-bit) from sxc16",
                        "operating system: 5.11 onnv-johnlev (i86pc)");
        assertThat(guest.banner()).isEqualTo("SunOS 5.11 onnv-johnlev i86pc (platform i86xpv)");
        assertThat(guest.degradations()).isEmpty();
    }

    @Test
    void symbolsOfEveryModulePrintWithoutItsNameAndAreFoundInIt() {
        SolarisGuest guest = kernel().guest();
        assertThat(guest.symbols().at(TEXT + 0x2064)).contains(new SymbolHit("xenconswput", 0x64));
        assertThat(guest.symbols().valueOf("xencons", "xenconswput")).contains(OptionalLong.of(TEXT + 0x2000));
        assertThat(guest.symbols().valueOf("genunix", "xenconswput")).contains(OptionalLong.empty());
        assertThat(guest.modules().stream().map(SolarisModule::name)).containsExactly("unix", "genunix", "xencons");
        assertThat(guest.moduleAt(TEXT + 0x1fff)).map(SolarisModule::fileName).contains("/kernel/genunix");
        assertThat(guest.moduleAt(TEXT + 0x3000)).isEmpty();
    }

    @Test
    void typesComeFromEveryModuleThroughItsParent() {
        SolarisGuest guest = kernel().guest();
        assertThat(guest.types().find("kthread_t *").map(Type::declaration)).contains("kthread_t *");
        assertThat(guest.types().find("struct _kthread").map(Type::size)).contains(48L);
        assertThat(guest.types().find("xencons_t").map(type -> type.resolved().declaration()))
                .contains("int");
        assertThat(guest.types().find("xencons", "kthread_t")).isPresent();
        assertThat(guest.types().find("genunix", "xencons_t")).isEmpty();
        assertThat(guest.types().find("struct nobody")).isEmpty();
        assertThat(guest.types().ofVariable(guest.symbols().merged().named("t0").orElseThrow()))
                .map(Type::declaration)
                .contains("struct _kthread");
        assertThat(guest.types()
                        .ofFunction(guest.symbols().merged().named("swtch").orElseThrow())
                        .orElseThrow()
                        .arguments())
                .hasSize(2);
    }

    @Test
    void structuresAreReadByTheNamesOfTheirMembers() {
        SolarisGuest guest = kernel().guest();
        StructView thread = guest.types().layout("kthread_t").at(guest.memory(), DATA + 0x800);
        assertThat(thread.number("t_link")).isEqualTo(DATA + 0x800);
        assertThat(thread.number("t_pri")).isEqualTo(-1);
        assertThat(thread.number("t_flags")).isEqualTo(0b101);
        assertThat(thread.text("t_name")).isEqualTo("sched");
        assertThat(thread.number("wchan")).isEqualTo(0x1234);
        assertThat(thread.number("t_val[1]")).isEqualTo(77);
        assertThat(thread.addressOf("t_val[1]")).isEqualTo(DATA + 0x828);
        assertThat(thread.follow("t_link").follow("t_link").text("t_name")).isEqualTo("sched");
        assertThatThrownBy(() -> thread.number("t_nothing"))
                .isInstanceOf(TypeDataException.class)
                .hasMessage("struct _kthread has no member t_nothing: Invalid member name");
        assertThatThrownBy(() -> guest.types().layout("int")).hasMessage("int: Type is not a struct or union");
        assertThatThrownBy(() -> guest.types().layout("proc_t"))
                .hasMessageContaining("No type information available for that name");
    }

    private static void code(KernelOf kernel, long at, String bytes) {
        kernel.memory.put(at, HexFormat.of().parseHex(bytes.replace(" ", "")));
    }

    /** Frames from the innermost out: swtch called by idle, called by thread_start, whose own caller is nobody. */
    private static KernelOf stack() {
        KernelOf kernel = kernel();
        kernel.memory.put(TEXT + 0x1000, new byte[0x300]);
        // push rbp; mov rbp,rsp; sub rsp,0x20; mov [rbp-8],rdi; mov [rbp-16],rsi
        code(kernel, TEXT + 0x1000, "55 4889e5 4883ec20 48897df8 488975f0");
        kernel.memory.put(STACK, new byte[0x1000]);
        kernel.memory.word(STACK + 0x800, STACK + 0x900).word(STACK + 0x808, TEXT + 0x1140);
        kernel.memory.word(STACK + 0x7f8, DATA + 0x800).word(STACK + 0x7f0, 0x102);
        kernel.memory.word(STACK + 0x900, STACK + 0xff0).word(STACK + 0x908, TEXT + 0x1208);
        return kernel;
    }

    private static Unwind unwind(KernelOf kernel) {
        return kernel.guest()
                .unwinder()
                .orElseThrow()
                .unwind(new Unwinder.Start(TEXT + 0x1050, STACK + 0x7c0, STACK + 0x800));
    }

    @Test
    void aStackIsFollowedToItsOutermostFrameWithTheArgumentsThatWereSaved() {
        Unwind unwind = unwind(stack());
        assertThat(unwind.frames())
                .containsExactly(
                        new StackFrame(TEXT + 0x1050, STACK + 0x800, List.of(DATA + 0x800, 0x102L)),
                        new StackFrame(TEXT + 0x1140, STACK + 0x900, List.of()),
                        new StackFrame(TEXT + 0x1208, STACK + 0xff0, List.of()));
        assertThat(unwind.end().cause()).isEqualTo(Unwind.Cause.OUTERMOST);
    }

    /** A kernel with one function of some type whose code stores what it is told, and the values in its frame. */
    private static List<Long> argumentsOf(String code, Consumer<CtfOf> type) {
        CtfOf types = CtfOf.parent();
        int word = types.whole("long", 8, 1, 64);
        types.struct("small", 8, new CtfOf.M("s", word, 0));
        types.struct("large", 24, new CtfOf.M("l", word, 0));
        type.accept(types);
        KernelOf kernel = kernel();
        kernel.add(
                "probe",
                TEXT + 0x4000,
                0x100,
                kernel.table().symbol("probe", 1, 2, TEXT + 0x4000, 0x100),
                types.bytes());
        kernel.memory.put(TEXT + 0x4000, new byte[0x100]);
        code(kernel, TEXT + 0x4000, code);
        kernel.memory.put(STACK, new byte[0x1000]);
        for (int slot = 1; slot <= 6; slot++) {
            kernel.memory.word(STACK + 0x800 - 8L * slot, slot);
        }
        for (int place = 0; place < 40; place++) {
            kernel.memory.word(STACK + 0x810 + 8L * place, 0x100 + place);
        }
        return kernel.guest()
                .unwinder()
                .orElseThrow()
                .unwind(new Unwinder.Start(TEXT + 0x40f0, 0, STACK + 0x800))
                .frames()
                .getFirst()
                .arguments();
    }

    private static final String ALL_SAVED = "55 4889e5 57 56 52 51 4150 4151";

    @Test
    void moreThanSixArgumentsGoOnAboveTheFrame() {
        assertThat(argumentsOf(ALL_SAVED, types -> types.code(1, 1, 1, 1, 1, 1, 1, 1, 1)))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 0x100L, 0x101L);
    }

    @Test
    void aVariadicFunctionShowsItsNamedArguments() {
        assertThat(argumentsOf(ALL_SAVED, types -> types.code(1, 1, 1, 0))).containsExactly(1L, 2L);
    }

    @Test
    void aLargeResultMovesTheArgumentsByOneSlot() {
        assertThat(argumentsOf(ALL_SAVED, types -> types.code(3, 1, 1))).containsExactly(2L, 3L);
        assertThat(argumentsOf("55 4889e5 488975f8", types -> types.code(3, 1))).containsExactly(1L);
        assertThat(argumentsOf(ALL_SAVED, types -> types.code(2, 1, 1))).containsExactly(1L, 2L);
    }

    @Test
    void aSmallStructureAmongTheArgumentsLeavesThemAllUnknown() {
        assertThat(argumentsOf(ALL_SAVED, types -> types.code(1, 1, 2))).isEmpty();
        assertThat(argumentsOf(ALL_SAVED, types -> types.code(1, 1, 1, 1, 1, 1, 2)))
                .hasSize(6);
    }

    @Test
    void aFunctionWithoutATypeShowsNoArguments() {
        assertThat(argumentsOf(ALL_SAVED, CtfOf::untypedCode)).isEmpty();
    }

    @Test
    void aStartWithoutAnAddressShowsTheCallersOnly() {
        Unwind unwind = stack().guest().unwinder().orElseThrow().unwind(Unwinder.Start.atFrame(STACK + 0x800));
        assertThat(unwind.frames().stream().map(StackFrame::pc)).containsExactly(TEXT + 0x1140, TEXT + 0x1208);
    }

    @Test
    void argumentsThatTheFunctionHadNotStoredYetAreNotShown() {
        KernelOf kernel = stack();
        Unwind unwind = kernel.guest()
                .unwinder()
                .orElseThrow()
                .unwind(new Unwinder.Start(TEXT + 0x100c, STACK + 0x7c0, STACK + 0x800));
        assertThat(unwind.frames().getFirst().arguments()).isEmpty();
    }

    @Test
    void damagedFramePointersEndAStackWithAReason() {
        KernelOf gone = stack();
        gone.memory.word(STACK + 0x900, 0x1234560);
        assertThat(unwind(gone).end())
                .isEqualTo(new Unwind.End(Unwind.Cause.UNREADABLE, TEXT + 0x1208, 0x1234560, "no page"));
        KernelOf skewed = stack();
        skewed.memory.word(STACK + 0x900, STACK + 0xff3);
        assertThat(unwind(skewed).end().cause()).isEqualTo(Unwind.Cause.MISALIGNED);
        KernelOf circle = stack();
        circle.memory.word(STACK + 0x900, STACK + 0x800);
        Unwind unwind = unwind(circle);
        assertThat(unwind.end().cause()).isEqualTo(Unwind.Cause.CYCLE);
        assertThat(unwind.frames()).hasSize(2);
    }

    @Test
    void anI386KernelIsReadByItsOwnLayouts() {
        var kernel = new KernelOf(4);
        kernel.add(
                "unix",
                0xf4c00000L,
                0x1000,
                kernel.table()
                        .symbol("kas", 1, 1, 0xf5f00000L, 8)
                        .symbol("platform", 1, 1, 0xf5f00100L, 8)
                        .symbol("utsname", 1, 1, 0xf5f00200L, 1285),
                new byte[0]);
        kernel.memory.text(0xf5f00100L, "i86xpv").text(0xf5f00200L, "SunOS").text(0xf5f00200L + 257, "narrow");
        kernel.memory.text(0xf5f00200L + 514, "5.11");
        SolarisGuest guest = kernel.guest();
        assertThat(guest.statusLines().getFirst())
                .isEqualTo("debugging domain crash dump described.core (32-bit) from narrow");
        assertThat(guest.symbols().at(0xf5f00204L)).contains(new SymbolHit("utsname", 4));
    }

    @Test
    void memoryWithoutTheDebuggersPageIsNoSolaris() {
        KernelOf kernel = kernel();
        kernel.memory.lose(KernelOf.WIDE_INFO);
        assertThat(kernel.detect()).isEmpty();
        kernel.memory.put(KernelOf.WIDE_INFO, new byte[4096]);
        assertThat(kernel.detect()).isEmpty();
    }

    private static void assertDamage(KernelOf kernel, String message) {
        assertThatThrownBy(kernel::detect)
                .isInstanceOf(GuestDamageException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aDamagedDebugInfoPageIsNamedInTheWordsOfTheOriginal() {
        KernelOf magic = kernel();
        magic.memory.put(KernelOf.WIDE_INFO, 4, 0xdeb116eeL);
        assertDamage(magic, "invalid debug info magic -558819602");
        KernelOf version = kernel();
        version.memory.put(KernelOf.WIDE_INFO + 4, 4, 2);
        assertDamage(version, "unknown debug info version 2");
    }

    @Test
    void aKernelWithoutItsBasicSymbolsIsNamed() {
        var kernel = new KernelOf(8);
        kernel.add("unix", TEXT, 0x1000, kernel.table().symbol("platform", 1, 1, DATA, 8), new byte[0]);
        assertDamage(kernel, "'kas' symbol is missing from kernel");
    }

    @Test
    void aListOfModulesThatRunsInACircleIsReadOnce() {
        KernelOf kernel = kernel();
        kernel.memory.word(kernel.modctl(2), kernel.modctl(1));
        SolarisGuest guest = kernel.guest();
        assertThat(guest.modules()).hasSize(3);
        assertThat(guest.degradations())
                .containsExactly(
                        "the list of modules runs in a circle at fffffffffbc10000 without coming back to its head: "
                                + "3 entries read");
    }

    @Test
    void aListOfModulesThatLeadsNowhereKeepsWhatWasRead() {
        KernelOf kernel = kernel();
        kernel.memory.word(kernel.modctl(1), 0x10);
        Guest guest = kernel.guest();
        assertThat(((SolarisGuest) guest).modules()).hasSize(2);
        assertThat(guest.degradations())
                .containsExactly("the list of modules breaks off after 3 entries: no virtual memory at 20: no page");
    }

    @Test
    void symbolTablesOutsideTheirSpaceAreLeftOut() {
        KernelOf kernel = kernel();
        kernel.memory.word(kernel.module(2) + kernel.at("symspace"), DATA);
        SolarisGuest guest = kernel.guest();
        assertThat(guest.degradations()).containsExactly("skipping module 'xencons', id=2 (corrupt symspace)");
        assertThat(guest.symbols().valueOf("xenconswput")).isEmpty();
        assertThat(guest.modules()).hasSize(3);
    }

    @Test
    void aHugeSymbolTableIsReadAsFarAsItGoes() {
        KernelOf kernel = kernel();
        kernel.memory.word(kernel.modctl(2) + 0x600 + kernel.at("sh_size"), 1L << 40);
        kernel.memory.word(kernel.module(2) + kernel.at("symsize"), -1L >>> 1);
        SolarisGuest guest = kernel.guest();
        assertThat(guest.symbols().valueOf("xenconswput")).isEqualTo(OptionalLong.of(TEXT + 0x2000));
        assertThat(guest.degradations())
                .singleElement()
                .asString()
                .startsWith("module 'xencons', id=2: only 4096 of 1099511627776 bytes of its symbol table at ");
    }

    @Test
    void oneModuleTwiceIsSaidAndTheFirstStays() {
        KernelOf kernel = kernel();
        kernel.memory.text(kernel.modctl(2) + 0x800, "genunix");
        assertThat(kernel.guest().degradations()).containsExactly("skipping duplicate module 'genunix', id=2");
    }

    @Test
    void modulesThatHideTheirSymbolsAreListedWithoutAWord() {
        KernelOf kernel = kernel();
        kernel.memory.put(kernel.module(2) + kernel.at("flags"), 4, 0x800);
        kernel.memory.word(kernel.module(2) + kernel.at("symspace"), 0);
        SolarisGuest guest = kernel.guest();
        assertThat(guest.degradations()).isEmpty();
        assertThat(guest.modules()).hasSize(3);
        assertThat(guest.symbols().valueOf("xenconswput")).isEmpty();
    }

    @Test
    void unusableTypeDataIsSaidAndEverythingElseGoesOn() {
        KernelOf kernel = kernel();
        kernel.memory.word(kernel.module(1) + kernel.at("ctfsize"), 100);
        SolarisGuest guest = kernel.guest();
        assertThat(guest.degradations().getFirst())
                .isEqualTo("failed to load CTF data for genunix: Failed to decompress CTF data");
        assertThat(guest.types().find("xencons_t")).isPresent();
        assertThat(guest.degradations()).contains("failed to load CTF data for xencons - parent genunix not loaded");
        kernel.memory.word(kernel.module(1) + kernel.at("ctfsize"), -1);
        assertThat(kernel.guest().degradations().getFirst())
                .isEqualTo(
                        "failed to load CTF data for genunix: 18446744073709551615 bytes are more than any kernel has");
    }

    /** Damages some bytes on the way to the modules, their tables and their types, then asks for everything. */
    @Test
    void noDamageDoesMoreThanDegrade() {
        var random = new Random(5);
        for (int round = 0; round < 400; round++) {
            KernelOf kernel = stack();
            for (int change = random.nextInt(1, 9); change > 0; change--) {
                long where = random.nextInt(8) == 0
                        ? KernelOf.WIDE_INFO + random.nextInt(64)
                        : kernel.modctl(random.nextInt(3)) + random.nextInt(0x1200);
                kernel.memory.put(where, 1, random.nextBoolean() ? random.nextInt() : 0xff);
            }
            try {
                kernel.detect().ifPresent(found -> askEverything((SolarisGuest) found));
            } catch (GuestDamageException damaged) {
                assertThat(damaged).hasMessageNotContaining("null");
            }
        }
    }

    private static void askEverything(SolarisGuest guest) {
        guest.symbols().merged().all().forEach(symbol -> {
            guest.types().ofFunction(symbol);
            guest.types().ofVariable(symbol);
        });
        assertThat(guest.types().find("struct nobody")).isEmpty();
        Unwind unwind =
                guest.unwinder().orElseThrow().unwind(new Unwinder.Start(TEXT + 0x1050, STACK + 0x7c0, STACK + 0x800));
        assertThat(unwind.frames()).isNotEmpty();
        assertThat(guest.statusLines()).hasSizeBetween(2, 3);
        assertThat(guest.degradations()).hasSizeLessThan(20);
    }

    @Test
    void theRootOfAnAddressSpaceIsFoundThroughItsTopTable() {
        KernelOf kernel = kernel();
        CtfOf types = CtfOf.parent();
        int word = types.whole("long", 8, 1, 64);
        types.struct("as", 64, new CtfOf.M("a_lock", word, 0), new CtfOf.M("a_hat", word, 128));
        kernel.add("mm", TEXT + 0x5000, 0x100, kernel.table(), types.bytes());
        long as = DATA + 0x1000;
        long hat = DATA + 0x1100;
        long htable = DATA + 0x1200;
        kernel.memory.word(as + 16, hat).word(hat + 0x90, htable).word(htable + 40, 0x15c3);
        assertThat(kernel.guest().topTable(as)).isEqualTo(0x15c3);
        kernel.memory.word(as + 16, 0x8000);
        SolarisGuest broken = kernel.guest();
        assertThatThrownBy(() -> broken.topTable(as)).hasMessage("no virtual memory at 8090: no page");
    }
}
