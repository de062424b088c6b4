package dev.xmdb.dcmds.core.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dcmds.Conversation;
import dev.xmdb.dcmds.LinuxDomain;
import dev.xmdb.target.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sizes and offsets of declarations are those that a C compiler for x86-64 gives. */
class TypeFilesTest {
    /** A container with {@code struct foo {int f_a; char f_name[4]; struct foo *f_next;}}, {@code foo_t} and {@code enum color {RED, BLUE = -1}}. */
    private static final String CTF =
            "f1cf020000000000000000000000000000000000040000000c000000880000003a000000040000000128010006000000"
                    + "01000000000c04002000000105000000000c0100080000030a000000000c08004000000121000000033410000f000000"
                    + "0100000013000000050020001a000000060040000000000000240000020003000400000000000000001c040025000000"
                    + "0054040034000000024404002b000000000000002f000000ffffffff00696e740063686172006c6f6e6700665f610066"
                    + "5f6e616d6500665f6e65787400666f6f00666f6f5f740052454400424c554500636f6c6f7200";

    private static final String HEADER = """
            /* what a header
               may hold */
            #ifndef A_H
            #define LONG \\
                1
            // another comment
            typedef unsigned char byte_t;
            enum color { RED, GREEN = 1 << 3, BLUE = GREEN | 2, NONE = -1, LAST = 'a' };
            struct node;
            typedef struct node {
                struct node *next;
                enum color c;
                unsigned f : 3, g : 5;
                int (*op)(struct node *, void (*)(int));
            } node_t, *nodep_t;
            struct pk { char a; long b; short c : 4; } __attribute__((packed));
            union u { int i; struct { short lo, hi; }; unsigned long arr[2][GREEN]; };
            #endif
            struct outer { struct pk p; union u u; int (*ops[4])(void); char name[010]; int (*mat)[3]; byte_t flag; };
            """;

    @TempDir
    Path folder;

    private final Conversation session = new Conversation();

    @BeforeEach
    void createBasicTypes() {
        session.run("::typedef -c LP64");
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes).toString();
    }

    private static void assertHeader(Conversation session) {
        assertThat(session.run("::print -at node")).isEqualTo("""
                        0 struct node {
                            0 struct node *next\s
                            8 enum color c\s
                            c unsigned int f :3\s
                            c.3 unsigned int g :5\s
                            10 int (*)() op\s
                        }
                        """);
        assertThat(session.run("::print -at outer")).isEqualTo("""
                        0 struct outer {
                            0 struct pk p {
                                0 char a\s
                                1 long b\s
                                9 short c :4\s
                            }
                            10 union u u {
                                10 int i\s
                                10 struct   {
                                    10 short lo\s
                                    12 short hi\s
                                }
                                10 unsigned long [2][8] arr\s
                            }
                            90 int (*[4])() ops\s
                            b0 char [8] name\s
                            b8 int (*)[3] mat\s
                            c0 byte_t flag\s
                        }
                        """);
        assertThat(session.run("::sizeof outer; ::sizeof pk; ::sizeof node_t; ::sizeof nodep_t; ::sizeof byte_t"))
                .isEqualTo("""
                        sizeof (struct outer) = 0xc8
                        sizeof (struct pk) = 0xa
                        sizeof (node_t) = 0x18
                        sizeof (nodep_t) = 8
                        sizeof (byte_t) = 1
                        """);
        assertThat(session.run("::enum color").lines().skip(1).map(String::strip))
                .containsExactly("0 RED", "8 GREEN", "10 BLUE", "-1 NONE", "97 LAST");
    }

    @Test
    void aFileOfDeclarationsIsTakenIn() throws IOException {
        assertThat(session.errors("::typedef -r " + file("a.h", HEADER))).isEmpty();
        assertHeader(session);
    }

    @Test
    void whatWasCreatedCanBeWrittenAndTakenInAgain() throws IOException {
        session.run("::typedef -r " + file("a.h", HEADER));
        Path written = folder.resolve("a.ctf");
        assertThat(session.errors("::typedef -w " + written)).isEmpty();
        assertThat(session.errors("::typedef -w " + written))
                .as("its own file may be replaced")
                .isEmpty();
        session.run("::typedef -d");
        assertThat(session.errors("::sizeof outer")).isNotEmpty();
        assertThat(session.errors("::typedef -r " + written)).isEmpty();
        assertHeader(session);
        assertThat(session.run("::typedef -l"))
                .contains("\nstruct node\n", "\nnode_t\n", "\nenum color\n", "\nbyte_t\n");
        session.run("::typedef -d");
        assertThat(session.run("::typedef -l")).isEmpty();
    }

    @Test
    void aGuestsStructuresAreWrittenWhereTheyArePartsAndAnnouncedWhereTheyArePointedTo() throws IOException {
        var linux = new Conversation(LinuxDomain.target());
        linux.run("::typedef 'struct mine { struct list_head l; struct task_struct *t; list_head_t *x; }' mine_t");
        assertThat(linux.messages()).contains("list_head_t does not exist");
        linux.run("::typedef 'struct mine { struct list_head l; struct task_struct *t; unsigned long n; }' mine_t");
        assertThat(linux.messages()).isEmpty();
        Path written = folder.resolve("mine.ctf");
        assertThat(linux.errors("::typedef -w " + written)).isEmpty();
        assertThat(Files.size(written)).isLessThan(1000);
        session.run("::typedef -d; ::typedef -r " + written);
        assertThat(session.run("::print -at mine_t")).isEqualTo("""
                        0 mine_t {
                            0 struct list_head l {
                                0 struct list_head *next\s
                                8 struct list_head *prev\s
                            }
                            10 struct task_struct *t\s
                            18 long unsigned int n\s
                        }
                        """);
        linux.run("::typedef -d; ::typedef -r " + written);
        assertThat(linux.run("init_task::print -i mine_t; ::offsetof mine_t t->pid"))
                .isNotNull();
        assertThat(linux.run("init_task::print task_struct comm")).isEqualTo("comm = [ \"swapper/0\" ]\n");
    }

    @Test
    void typesOfAnObjectFileAreTakenIn() throws IOException {
        byte[] ctf = HexFormat.of().parseHex(CTF);
        for (String file : new String[] {file("raw", ctf), file("o64", elf(".SUNW_ctf", ctf))}) {
            session.run("::typedef -d");
            assertThat(session.errors("::typedef -r " + file)).isEmpty();
            assertThat(session.run("::sizeof foo_t")).isEqualTo("sizeof (foo_t) = 0x10\n");
            assertThat(session.run("::offsetof foo_t f_next"))
                    .isEqualTo("offsetof (foo_t, f_next) = 8, sizeof (...->f_next) = 8\n");
            assertThat(session.run("64636261000000ff::print -i foo_t f_a f_name"))
                    .isEqualTo("f_a = 0xff\nf_name = [ \"abcd\" ]\n");
        }
    }

    @Test
    void aKernelsTypesAreTakenInFromAFileOfThem() throws IOException {
        Target linux = LinuxDomain.target();
        long start = linux.symbols().valueOf("__start_BTF").orElseThrow();
        byte[] btf = new byte[(int) (linux.symbols().valueOf("__stop_BTF").orElseThrow() - start)];
        linux.virtual().read(start, btf, 0, btf.length);
        var inKernel = new Conversation(linux);
        session.run("::typedef -d");
        for (String file : new String[] {file("vmlinux.btf", btf), file("module.o", elf(".BTF", btf))}) {
            assertThat(session.errors("::typedef -r " + file)).isEmpty();
            for (String command : new String[] {"::sizeof task_struct", "::print -at list_head", "::enum pid_type"}) {
                assertThat(session.run(command))
                        .isEqualTo(inKernel.run(command))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void nothingIsTakenInOfAFileWithAMistake() throws IOException {
        String wrong = file("wrong.h", "struct good { int a; };\nstruct bad {\n  nosuch_t x;\n};\n");
        assertThat(session.errors("::typedef -r " + wrong))
                .isEqualTo("xmdb: failed to add member x: type nosuch_t does not exist\n");
        assertThat(session.outcome().succeeded()).isFalse();
        assertThat(session.errors("::sizeof good")).isNotEmpty();
        String cut = file("cut.h", "struct good { int a; };\nint x = 5;\n");
        assertThat(session.errors("::typedef -r " + cut))
                .contains("syntax error in declaration near \"x\" on line 2 of " + cut);
        String zero = file("zero.h", "enum e { A = 1 / 0 };");
        assertThat(session.errors("::typedef -r " + zero)).contains("division by zero in declaration");
        String twice = file("twice.h", "struct good { int a; }; struct good { int b; };");
        assertThat(session.errors("::typedef -r " + twice)).isEqualTo("xmdb: type name struct good already in use\n");
        String aligned = file("aligned.h", "struct s { int a; } __attribute__((aligned));");
        assertThat(session.errors("::typedef -r " + aligned))
                .contains("unknown attribute in declaration near \"aligned\"");
    }

    @Test
    void whatIsNoFileOfTypesIsTold() throws IOException {
        String none = folder.resolve("none").toString();
        assertThat(session.errors("::typedef -r " + none))
                .isEqualTo("xmdb: failed to read types from " + none + ": no such file\n");
        String bare = file("bare.o", elf(".text", new byte[4]));
        assertThat(session.errors("::typedef -r " + bare)).contains("it has no section .SUNW_ctf or .BTF");
        byte[] damaged = HexFormat.of().parseHex(CTF.substring(0, 200));
        assertThat(session.errors("::typedef -r " + file("short", damaged)))
                .contains("File data structure corruption detected");
        for (int length = 1; length < 64; length++) {
            byte[] cut = Arrays.copyOf(elf(".SUNW_ctf", damaged), length * 4);
            assertThat(session.errors("::typedef -r " + file("cut", cut)))
                    .as("%d bytes", length)
                    .startsWith("xmdb: ");
        }
    }

    @Test
    void aFileThatHoldsSomethingElseIsNotReplaced() throws IOException {
        String text = file("notes", "keep me");
        assertThat(session.errors("::typedef -w " + text))
                .isEqualTo("xmdb: failed to write types to " + text + ": it exists and holds something else\n");
        assertThat(Files.readString(Path.of(text))).isEqualTo("keep me");
        session.run("::typedef -d");
        assertThat(session.errors("::typedef -w " + folder.resolve("x"))).isEqualTo("xmdb: no types were created\n");
    }

    @Test
    void usageIsTold() {
        assertThat(session.errors("::typedef -r a -w b")).startsWith("Usage: ::typedef ");
        assertThat(session.errors("::typedef -r a int x_t")).startsWith("Usage: ::typedef ");
    }

    /** An object file for x86-64 with one section and the names of its sections. */
    private static byte[] elf(String name, byte[] content) {
        byte[] names = ("\0" + name + "\0.shstrtab\0").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out =
                ByteBuffer.allocate(64 + content.length + names.length + 3 * 64).order(ByteOrder.LITTLE_ENDIAN);
        int table = 64 + content.length + names.length;
        out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        out.putShort((short) 1)
                .putShort((short) 62)
                .putInt(1)
                .putLong(0)
                .putLong(0)
                .putLong(table)
                .putInt(0);
        out.putShort((short) 64)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 64)
                .putShort((short) 3);
        out.putShort((short) 2).put(content).put(names).position(table + 64);
        section(out, 1, 1, 64, content.length);
        section(out, 2 + name.length(), 3, 64 + content.length, names.length);
        return out.array();
    }

    private static void section(ByteBuffer out, int name, int type, long offset, long size) {
        out.putInt(name).putInt(type).putLong(0).putLong(0).putLong(offset).putLong(size);
        out.putInt(0).putInt(0).putLong(1).putLong(0);
    }

    @Test
    void whatIsNoRegularFileIsRefused() {
        assertThat(session.errors("::typedef -r /dev/zero"))
                .isEqualTo("xmdb: failed to read types from /dev/zero: not a regular file\n");
    }
}
