package dev.xmdb.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.grammar.CDeclaration.Aggregate;
import dev.xmdb.grammar.CDeclaration.Array;
import dev.xmdb.grammar.CDeclaration.CQualifier;
import dev.xmdb.grammar.CDeclaration.CTag;
import dev.xmdb.grammar.CDeclaration.EnumValue;
import dev.xmdb.grammar.CDeclaration.Enumeration;
import dev.xmdb.grammar.CDeclaration.Function;
import dev.xmdb.grammar.CDeclaration.Member;
import dev.xmdb.grammar.CDeclaration.Named;
import dev.xmdb.grammar.CDeclaration.Pointer;
import dev.xmdb.grammar.CDeclaration.Qualified;
import dev.xmdb.grammar.CDeclaration.Tagged;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CDeclarationReaderTest {
    private static final Named INT = new Named("int");

    private static CDeclaration read(String text) {
        return switch (CDeclarationReader.read(text)) {
            case CDeclarationReader.Declared declared -> declared.declaration();
            case CDeclarationReader.Wrong wrong -> throw new AssertionError(wrong.error());
        };
    }

    private static SyntaxError error(String text) {
        return switch (CDeclarationReader.read(text)) {
            case CDeclarationReader.Declared declared -> throw new AssertionError(declared.declaration());
            case CDeclarationReader.Wrong wrong -> wrong.error();
        };
    }

    private static Member member(String name, CDeclaration type) {
        return new Member(name, type, Optional.empty());
    }

    @Test
    void namesMayHaveWordsAndStars() {
        assertThat(read("unsigned long")).isEqualTo(new Named("unsigned long"));
        assertThat(read("const char *const *"))
                .isEqualTo(new Pointer(new Qualified(
                        CQualifier.CONST, new Pointer(new Qualified(CQualifier.CONST, new Named("char"))))));
        assertThat(read("const int const")).isEqualTo(new Qualified(CQualifier.CONST, INT));
        assertThat(read("struct proc *")).isEqualTo(new Pointer(new Tagged(CTag.STRUCT, "proc")));
    }

    @Test
    void membersHaveTheirDeclarators() {
        assertThat(read("struct foo { int a, *b, c[2][3]; unsigned long d; };"))
                .isEqualTo(new Aggregate(
                        false,
                        "foo",
                        List.of(
                                member("a", INT),
                                member("b", new Pointer(INT)),
                                member("c", new Array(new Array(INT, 3), 2)),
                                member("d", new Named("unsigned long")))));
        assertThat(read("union { int (*f)(void *, char x, ...); int flexible[]; }"))
                .isEqualTo(new Aggregate(
                        true,
                        "",
                        List.of(member("f", new Pointer(new Function(INT))), member("flexible", new Array(INT, 0)))));
    }

    @Test
    void bitFieldsHaveWidthsAndMayBeNameless() {
        assertThat(read("struct { unsigned int a:3; int :5; foo_t b : 0x8; }"))
                .isEqualTo(new Aggregate(
                        false,
                        "",
                        List.of(
                                new Member("a", new Named("unsigned int"), Optional.of(3)),
                                new Member("", INT, Optional.of(5)),
                                new Member("b", new Named("foo_t"), Optional.of(8)))));
    }

    @Test
    void structuresMayBeInsideEachOther() {
        assertThat(read("struct { union { int a; struct in { int b; } c; }; /* nothing more */ }"))
                .isEqualTo(new Aggregate(
                        false,
                        "",
                        List.of(member(
                                "",
                                new Aggregate(
                                        true,
                                        "",
                                        List.of(
                                                member("a", INT),
                                                member(
                                                        "c",
                                                        new Aggregate(false, "in", List.of(member("b", INT))))))))));
    }

    @Test
    void enumeratorsCountOnFromTheOneBefore() {
        assertThat(read("enum e { A, B = 0x10, C, D = -1, E, }"))
                .isEqualTo(new Enumeration(
                        "e",
                        List.of(
                                new EnumValue("A", 0),
                                new EnumValue("B", 16),
                                new EnumValue("C", 17),
                                new EnumValue("D", -1),
                                new EnumValue("E", 0))));
    }

    @Test
    void whatIsNoDeclarationIsToldWithItsPlace() {
        assertThat(error("struct { int a }").message()).isEqualTo("syntax error in declaration");
        assertThat(error("struct { int a }").token()).isEqualTo("}");
        assertThat(error("").message()).isEqualTo("the declaration ends too early");
        assertThat(error("struct { int a;").message())
                .isEqualTo("a brace or parenthesis of the declaration is not closed");
        assertThat(error("int a = 5").message()).isEqualTo("syntax error in declaration");
        assertThat(error("enum { A = 99999999999999999999 }").message()).contains("too big");
    }

    @Test
    void deepAndLongTextEndsInAnError() {
        assertThat(error("struct { ".repeat(1000)).message()).isEqualTo("declaration is nested too deeply");
        assertThat(error("a".repeat(100_000)).message()).isEqualTo("declaration is too long");
        assertThat(error("int " + "*".repeat(5000)).message()).isEqualTo("declaration is nested too deeply");
        assertThat(read("struct { ".repeat(60) + "int a;" + " };".repeat(59) + " }"))
                .isInstanceOf(Aggregate.class);
    }

    @Test
    void anyTextGivesADeclarationOrAnError() {
        var random = new Random(5);
        List<String> pieces = List.of(
                "struct ", "union ", "enum ", "int ", "x", "{", "}", ";", "*", "[", "3", "]", "(", ")", ",", ":", "=",
                "-", "const ", "\"", "\0");
        for (int round = 0; round < 3000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            assertThat(CDeclarationReader.read(text.toString()))
                    .as(text.toString())
                    .isNotNull();
        }
    }

    private static List<CDeclaration.Definition> all(String text) {
        return switch (CDeclarationReader.readAll(text)) {
            case CDeclarationReader.DeclaredAll declared -> declared.definitions();
            case CDeclarationReader.Wrong wrong -> throw new AssertionError(wrong.error());
        };
    }

    private static SyntaxError errorIn(String text) {
        return switch (CDeclarationReader.readAll(text)) {
            case CDeclarationReader.DeclaredAll declared -> throw new AssertionError(declared.definitions());
            case CDeclarationReader.Wrong wrong -> wrong.error();
        };
    }

    @Test
    void aFileHasTypedefsAndTags() {
        assertThat(all("# define A 1 \\\n  2\ntypedef int a_t, *b_t; // two names\nstruct s;\n;"))
                .containsExactly(
                        new CDeclaration.Definition("a_t", INT),
                        new CDeclaration.Definition("b_t", new Pointer(INT)),
                        new CDeclaration.Definition("", new Tagged(CTag.STRUCT, "s")));
        assertThat(all("typedef struct s { int a; } s_t, *s_p;").get(1))
                .isEqualTo(new CDeclaration.Definition("s_p", new Pointer(new Tagged(CTag.STRUCT, "s"))));
        assertThat(all("")).isEmpty();
    }

    @Test
    void declaratorsAreReadFromTheInsideOut() {
        assertThat(all("typedef int (*ops_t[4])(void), (*row_t)[3], *(*f_t)(int, char *[2], void (*)(int), ...);"))
                .containsExactly(
                        new CDeclaration.Definition("ops_t", new Array(new Pointer(new Function(INT)), 4)),
                        new CDeclaration.Definition("row_t", new Pointer(new Array(INT, 3))),
                        new CDeclaration.Definition("f_t", new Pointer(new Function(new Pointer(INT)))));
        assertThat(read("int (*)(void)")).isEqualTo(new Pointer(new Function(INT)));
        assertThat(read("char [4][2]")).isEqualTo(new Array(new Array(new Named("char"), 2), 4));
    }

    @Test
    void constantsAreWorkedOut() {
        assertThat(
                        all(
                                "enum { A = 1 << 4 | 3, B = A * 2 - 0x6, C = ~0, D = 'a', E = (010 + 2) / 5 % 3, F, G = 7UL & 5 ^ 1 };"))
                .containsExactly(new CDeclaration.Definition(
                        "",
                        new Enumeration(
                                "",
                                List.of(
                                        new EnumValue("A", 19),
                                        new EnumValue("B", 32),
                                        new EnumValue("C", -1),
                                        new EnumValue("D", 97),
                                        new EnumValue("E", 2),
                                        new EnumValue("F", 3),
                                        new EnumValue("G", 4)))));
        assertThat(errorIn("enum { A = B };").message()).isEqualTo("unknown constant in declaration");
        assertThat(errorIn("\n\nenum { A = 1 %  0 };").position().line()).isEqualTo(3);
        assertThat(errorIn("struct s { int a[-1]; };").message()).isEqualTo("negative count in declaration");
        assertThat(errorIn("enum { A = " + "1+".repeat(5000) + "1 };").message())
                .isEqualTo("declaration is nested too deeply");
    }

    @Test
    void structuresMayBePacked() {
        var fields = List.of(member("packed", INT));
        assertThat(
                        all(
                                "struct __attribute__((__packed__)) s { int packed; }; struct t { int packed; } __attribute__((packed));"))
                .containsExactly(
                        new CDeclaration.Definition("", new Aggregate(false, "s", fields, true)),
                        new CDeclaration.Definition("", new Aggregate(false, "t", fields, true)));
        assertThat(errorIn("struct t { int a; } __attribute__((aligned));").message())
                .isEqualTo("unknown attribute in declaration");
    }
}
