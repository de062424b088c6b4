package dev.xmdb.dcmds.core.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import dev.xmdb.dcmds.SolarisDomain;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sizes, offsets and values follow the ABI of x86; they were worked out by hand. */
class TypedefDcmdTest {
    private final Conversation session = new Conversation();

    private void lp64(String declaration, String name) {
        session.run("::typedef -c LP64");
        assertThat(session.errors("::typedef '" + declaration + "' " + name)).isEmpty();
    }

    @Test
    void membersGetTheirNaturalPlaces() {
        lp64(
                "struct { char c; short s; char d; int i; char e; long l; char f[3]; double g; struct { short x; char y; } h; }",
                "mix_t");
        assertThat(session.run("::print -a mix_t")
                        .lines()
                        .map(line -> line.strip().split(" ", 2)[0]))
                .containsExactly("0", "0", "2", "4", "8", "c", "10", "18", "20", "28", "28", "2a", "}", "}");
        assertThat(session.run("::sizeof mix_t")).isEqualTo("sizeof (mix_t) = 0x30\n");
    }

    @Test
    void whatTheUserDefinedStaysWhenCsOwnTypesAreMade() {
        Conversation linux = new Conversation(LinuxDomain.target());
        assertThat(linux.errors("::typedef 'struct { int a; int b; int c; }' ulong_t"))
                .isEmpty();
        linux.run("::typedef -c LP64; ::typedef -c ILP32; ::typedef -c LP64");
        assertThat(linux.run("::sizeof ulong_t")).isEqualTo("sizeof (ulong_t) = 0xc\n");
        assertThat(linux.run("::sizeof size_t")).isEqualTo("sizeof (size_t) = 8\n");
        assertThat(linux.messages()).isEmpty();
    }

    @Test
    void theTypesOfCFollowTheLatestModel() {
        assertThat(session.run("::typedef -c ILP32; ::sizeof long; ::typedef -c LP64; ::sizeof long"))
                .isEqualTo("sizeof (long) = 4\nsizeof (long) = 8\n");
        assertThat(session.run("::typedef -d; ::typedef -c LP32; ::sizeof ulong_t"))
                .isEqualTo("sizeof (ulong_t) = 4\n");
    }

    @Test
    void bitFieldsShareTheUnitsOfTheirTypes() {
        lp64(
                "struct { unsigned int a:3; unsigned int b:5; int c:9; char d; unsigned int e:30; unsigned short f:1; }",
                "bits_t");
        assertThat(session.run("::print -at bits_t"))
                .contains(
                        "    0 unsigned int a :3 \n",
                        "    0.3 unsigned int b :5 \n",
                        "    1 int c :9 \n",
                        "    3 char d \n",
                        "    4 unsigned int e :30 \n",
                        "    7.6 unsigned short f :1 \n");
        assertThat(session.run("::sizeof bits_t")).isEqualTo("sizeof (bits_t) = 8\n");
        // 0x41, then c = 0x1fe = -2, b = 0x15, a = 5
        assertThat(session.run("4101fead::print -i bits_t a b c d")).isEqualTo("a = 0x5\nb = 0x15\nc = -2\nd = 'A'\n");
        assertThat(session.run("4101fead::print -ix bits_t c")).isEqualTo("c = 0x1fe\n");
    }

    @Test
    void unionsHoldTheirMembersAtOnePlace() {
        lp64("union { int i; float f; char c[6]; }", "u_t");
        assertThat(session.run("::sizeof u_t")).isEqualTo("sizeof (u_t) = 8\n");
        assertThat(session.run("3fc00000::print -i u_t"))
                .isEqualTo(
                        "{\n    i = 0x3fc00000\n    f = 1.5000000e+00\n    c = [ '\\0', '\\0', '\\300', '?', '\\0', '\\0' ]\n}\n");
    }

    @Test
    void combinationsOfBitsHaveNames() {
        lp64("enum { F_ONE = 1, F_TWO = 2, F_FOUR = 4 }", "flags_t");
        assertThat(session.run("7::print -i flags_t")).isEqualTo("0x7 (F_{ONE|TWO|FOUR})\n");
        assertThat(session.run("2::print -i flags_t")).isEqualTo("0x2 (F_TWO)\n");
        assertThat(session.run("11::print -i flags_t")).isEqualTo("0x11 (F_ONE|0x10)\n");
        assertThat(session.run("0::print -i flags_t")).isEqualTo("0 (0)\n");
        assertThat(session.run("5::enum flags_t")).endsWith("\n       5 F_{ONE|FOUR}\n");
        assertThat(session.run("5::enum -e flags_t")).endsWith("\n       5 ONE|FOUR\n");
    }

    @Test
    void arraysOfStructuresAndOfArraysHaveLinesOfTheirOwn() {
        lp64("struct pair { char a; char b; }", "pair_t");
        lp64("struct { pair_t p[2]; unsigned char z[2][2]; }", "deep_t");
        assertThat(session.run("0807060504030201::print -i deep_t")).isEqualTo("""
                        {
                            p = [
                                {
                                    a = '\\001'
                                    b = '\\002'
                                },
                                {
                                    a = '\\003'
                                    b = '\\004'
                                },
                            ]
                            z = [
                                [ 0x5, 0x6 ]
                                [ 0x7, 0x8 ]
                            ]
                        }
                        """);
        assertThat(session.run("0807060504030201::print -id deep_t z[1][0]")).isEqualTo("z[1][0] = 7\n");
    }

    @Test
    void aStructureCanPointToItself() {
        lp64("struct node { struct node *next; int v; }", "node_t");
        assertThat(session.run("::sizeof struct node")).isEqualTo("sizeof (struct node) = 0x10\n");
        assertThat(session.run("::print -t node_t")).contains("    struct node *next \n");
    }

    @Test
    void theDataModelSaysHowLargePointersAre() {
        session.run("::typedef -c ilp32");
        session.run("::typedef 'struct { char c; void *p; long long l; long m; }' t");
        assertThat(session.run("::offsetof t l")).startsWith("offsetof (t, l) = 8,");
        assertThat(session.run("::sizeof t")).isEqualTo("sizeof (t) = 0x18\n");
    }

    @Test
    void definitionsAreListedAndForgotten() {
        lp64("struct a_b { int a; }", "ab_t");
        assertThat(session.run("::typedef -l")).contains("\nab_t\nstruct a_b\n").startsWith("void\n");
        session.run("::typedef -d");
        assertThat(session.run("::typedef -l")).isEmpty();
        assertThat(session.errors("::sizeof ab_t")).startsWith("xmdb: failed to look up type ab_t: ");
    }

    @Test
    void aGuestsTypesCanBeUsedAndGetOtherNames() {
        var solaris = SolarisDomain.sxc16().conversation();
        solaris.run("::typedef 'struct proc *' process_t; ::typedef 'struct { kthread_t *t; proc_t *p; }' both_t");
        assertThat(solaris.messages()).isEmpty();
        assertThat(solaris.run("p0::print -i process_t p_user.u_comm")).isEqualTo("p_user.u_comm = [ \"sched\" ]\n");
        assertThat(solaris.run("::sizeof both_t")).isEqualTo("sizeof (both_t) = 0x10\n");
        assertThat(solaris.errors("::typedef int proc_t")).isEqualTo("xmdb: typedef name proc_t already exists\n");
        assertThat(solaris.errors("::typedef 'struct proc { int a; }' mine_t"))
                .isEqualTo("xmdb: type name struct proc already in use\n");
    }

    @Test
    void aModelThatIsNotTheGuestsHoldsForWhatIsDeclaredInIt() {
        String mixed = "::typedef 'struct { long a; void *b; size_t c; int d; }' mixed_t; ::sizeof mixed_t";
        for (var guest : List.of(
                new Conversation(LinuxDomain.target()), SolarisDomain.sxc16().conversation())) {
            for (String model : List.of("lp32", "ILP32")) {
                guest.run("::typedef -c " + model);
                assertThat(guest.run("::sizeof long; ::sizeof unsigned long; ::sizeof size_t; ::sizeof 'void *'"))
                        .isEqualTo(
                                "sizeof (long) = 4\nsizeof (unsigned long) = 4\nsizeof (size_t) = 4\nsizeof (void *) = 4\n");
                assertThat(guest.run(mixed)).isEqualTo("sizeof (mixed_t) = 0x10\n");
                guest.run("::typedef -d");
            }
            guest.run("::typedef -c lp64");
            assertThat(guest.run("::sizeof long; ::sizeof 'void *'"))
                    .isEqualTo("sizeof (long) = 8\nsizeof (void *) = 8\n");
            assertThat(guest.run(mixed)).isEqualTo("sizeof (mixed_t) = 0x20\n");
            guest.run("::typedef -c lp32");
            assertThat(guest.run("::sizeof long")).isEqualTo("sizeof (long) = 4\n");
            guest.run("::typedef -d");
            assertThat(guest.run("::sizeof long")).isEqualTo("sizeof (long) = 8\n");
            assertThat(guest.messages()).isEmpty();
        }
    }

    @Test
    void whatTheGuestHasOfAModelStaysItsOwn() {
        var linux = new Conversation(LinuxDomain.target());
        linux.run("::typedef -c lp64");
        assertThat(linux.run("::typedef -l").lines()).doesNotContain("int", "long", "unsigned long", "size_t");
    }

    @Test
    void whatIsMissingForADeclarationIsTold() {
        assertThat(session.errors("::typedef int foo"))
                .isEqualTo("xmdb: int does not exist (::typedef -c LP64 makes C's own types)\n");
        assertThat(session.errors("::typedef 'struct { uint8_t a; }' foo"))
                .isEqualTo(
                        "xmdb: failed to add member a: type uint8_t does not exist (::typedef -c LP64 makes C's own types)\n");
        assertThat(session.errors("::typedef nosuch foo")).isEqualTo("xmdb: nosuch does not exist\n");
        assertThat(session.errors("::typedef struct { int a; } x"))
                .startsWith("xmdb: a brace of the declaration is not closed: a declaration must stand in quotes\n");
    }

    @Test
    void nothingIsNoValue() {
        for (var guest :
                List.of(session, SolarisDomain.sxc16().conversation(), new Conversation(LinuxDomain.target()))) {
            assertThat(guest.errors("1::print -i void")).isEqualTo("xmdb: cannot dereference void type\n");
            guest.run("::typedef -c lp64");
            assertThat(guest.errors("1::print -i void")).isEqualTo("xmdb: cannot dereference void type\n");
        }
    }

    @Test
    void wrongDeclarationsAreTold() {
        session.run("::typedef -c LP64");
        assertThat(session.errors("::typedef nosuch foo")).isEqualTo("xmdb: nosuch does not exist\n");
        assertThat(session.errors("::typedef 'struct { nosuch a; }' foo"))
                .isEqualTo("xmdb: failed to add member a: type nosuch does not exist\n");
        assertThat(session.errors("::typedef 'struct { struct nosuch a; }' foo"))
                .isEqualTo("xmdb: failed to add member a: type struct nosuch does not exist\n");
        assertThat(session.errors("::typedef 'struct { int a; int a; }' foo"))
                .isEqualTo("xmdb: duplicate name detected: a\n");
        assertThat(session.errors("::typedef 'struct { int a[]; int b; }' foo"))
                .isEqualTo("xmdb: Flexible array entries are only allowed to be the last entry in a struct\n");
        assertThat(session.errors("::typedef int 9x")).isEqualTo("xmdb: The name 9x is not a valid C identifier.\n");
        assertThat(session.errors("::typedef -c vax")).startsWith("xmdb: invalid data model: vax\nUsage: ");
        assertThat(session.errors("::typedef -ld")).startsWith("Usage: ::typedef ");
        assertThat(session.errors("::typedef int")).startsWith("Usage: ::typedef ");
        assertThat(session.errors("::typedef 'struct { int a:33; }' foo")).contains("does not fit its type");
        assertThat(
                        session.errors(
                                "::typedef 'struct { int a[2000000000]; int b[2000000000]; char c[99][2000000000]; }' foo; ::sizeof foo"))
                .isEmpty();
        assertThat(session.errors("::typedef 'struct { long a[9000000000000000000]; }' huge"))
                .contains("is too large");
    }

    @Test
    void qualifiersAreKept() {
        session.run("::typedef -c LP64");
        session.run("::typedef 'struct q { const char *e; volatile int x; char *const k; const struct q *n; }' q_t");
        assertThat(session.run("::print -t q_t")).isEqualTo("""
                q_t {
                    const char *e\s
                    volatile int x\s
                    char *const k\s
                    const struct q *n\s
                }
                """);
        session.run("::typedef 'const struct r { int a; }' r_t");
        assertThat(session.run("::sizeof 'struct r'")).isEqualTo("sizeof (struct r) = 4\n");
        assertThat(session.run("7::print -i r_t")).isEqualTo("{\n    a = 0x7\n}\n");
    }
}
