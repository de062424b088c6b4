package dev.xmdb.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Reads C declarations of types. */
public final class CDeclarationReader {
    /** Braces and parentheses inside each other; stars in a row. */
    private static final int DEEPEST = 64;

    private static final int LONGEST = 1 << 14;
    private static final int LONGEST_FILE = 1 << 22;
    /** Operators and brackets of one expression or declarator. */
    private static final int MOST_OPERATORS = 256;

    private CDeclarationReader() {}

    /** A declaration, or why there is none. */
    public sealed interface Result {}

    /**
     * What was declared.
     *
     * @param declaration it
     */
    public record Declared(CDeclaration declaration) implements Result {}

    /** Declarations, or why there are none. */
    public sealed interface FileResult {}

    /**
     * What a file declares, in order.
     *
     * @param definitions typedefs and tags
     */
    public record DeclaredAll(List<CDeclaration.Definition> definitions) implements FileResult {
        /** Copies the list. */
        public DeclaredAll {
            definitions = List.copyOf(definitions);
        }
    }

    /**
     * Why a text declares nothing.
     *
     * @param error where and why
     */
    public record Wrong(SyntaxError error) implements Result, FileResult {}

    /** A part of a declaration that means nothing. */
    private static final class WrongPartException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Token token;

        WrongPartException(String message, Token token) {
            super(message, null, false, false);
            this.token = token;
        }
    }

    /**
     * Reads one declaration. Never throws.
     *
     * @param text for example {@code struct list { struct list *next; int values[4]; }}
     */
    public static Result read(String text) {
        var wrong = new ArrayList<Wrong>();
        CDeclaration found = read(text, LONGEST, wrong, parser -> {
            CDeclarationParser.DeclarationContext context = parser.declaration();
            var reader = new CDeclarationReader();
            return reader.apply(reader.specifier(context.specifier()), context.abstractDeclarator());
        });
        return found == null ? wrong.getFirst() : new Declared(found);
    }

    /**
     * Reads a file of declarations: typedefs, structures, unions and enumerations. Lines for the preprocessor are passed over. Never throws.
     */
    public static FileResult readAll(String text) {
        var wrong = new ArrayList<Wrong>();
        List<CDeclaration.Definition> found =
                read(text, LONGEST_FILE, wrong, parser -> new CDeclarationReader().definitions(parser.unit()));
        return found == null ? wrong.getFirst() : new DeclaredAll(found);
    }

    private static <T> @Nullable T read(
            String text, int longest, List<Wrong> wrong, Function<CDeclarationParser, T> reading) {
        if (text.length() > longest) {
            wrong.add(wrong("declaration is too long", ""));
            return null;
        }
        var lexer = new CDeclarationLexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        var tokens = new CommonTokenStream(lexer);
        tokens.fill();
        Nesting nesting = nesting(tokens);
        if (nesting.deepest() > DEEPEST || nesting.operators() > MOST_OPERATORS) {
            wrong.add(wrong("declaration is nested too deeply", ""));
            return null;
        }
        if (nesting.open() > 0) {
            wrong.add(wrong("a brace or parenthesis of the declaration is not closed", ""));
            return null;
        }
        var parser = new CDeclarationParser(tokens);
        parser.removeErrorListeners();
        parser.setErrorHandler(new BailErrorStrategy());
        try {
            return reading.apply(parser);
        } catch (ParseCancellationException failure) {
            Token token = failure.getCause() instanceof RecognitionException cause && cause.getOffendingToken() != null
                    ? cause.getOffendingToken()
                    : parser.getCurrentToken();
            boolean end = token.getType() == Token.EOF;
            wrong.add(new Wrong(new SyntaxError(
                    end ? "the declaration ends too early" : "syntax error in declaration",
                    end ? "" : token.getText(),
                    SyntaxFailure.positionOf(token))));
        } catch (WrongPartException failure) {
            wrong.add(new Wrong(new SyntaxError(
                    String.valueOf(failure.getMessage()),
                    failure.token.getText(),
                    SyntaxFailure.positionOf(failure.token))));
        } catch (NumberFormatException tooBig) {
            wrong.add(wrong("a number in the declaration is too big", ""));
        }
        return null;
    }

    private static Wrong wrong(String message, String token) {
        return new Wrong(new SyntaxError(message, token, new Position(1, 0)));
    }

    /** How deep braces, parentheses and pointers nest, how many are open at the end, and how many operators follow each other. */
    private record Nesting(int deepest, int open, int operators) {}

    private static Nesting nesting(CommonTokenStream tokens) {
        int depth = 0;
        int deepest = 0;
        int stars = 0;
        int operators = 0;
        int most = 0;
        for (Token token : tokens.getTokens()) {
            stars = token.getType() == CDeclarationLexer.STAR ? stars + 1 : 0;
            deepest = Math.max(deepest, stars);
            switch (token.getType()) {
                case CDeclarationLexer.LEFT_BRACE, CDeclarationLexer.LEFT_PAREN -> {
                    deepest = Math.max(deepest, ++depth);
                    operators++;
                }
                case CDeclarationLexer.RIGHT_BRACE, CDeclarationLexer.RIGHT_PAREN -> depth--;
                case CDeclarationLexer.COMMA, CDeclarationLexer.SEMICOLON -> operators = 0;
                case CDeclarationLexer.NAME, CDeclarationLexer.NUMBER -> {}
                default -> operators++;
            }
            most = Math.max(most, operators);
        }
        return new Nesting(deepest, depth, most);
    }

    /** Enumerators seen so far, which later constants may name. */
    private final Map<String, Long> enumerators = new HashMap<>();

    private List<CDeclaration.Definition> definitions(CDeclarationParser.UnitContext unit) {
        var found = new ArrayList<CDeclaration.Definition>();
        for (CDeclarationParser.ExternalContext each : unit.external()) {
            switch (each) {
                case CDeclarationParser.AliasContext alias -> {
                    CDeclaration base = specifier(alias.specifier());
                    boolean first = true;
                    for (CDeclarationParser.DeclaratorContext declarator : alias.declarator()) {
                        // The second name of a structure means the one that the first has defined.
                        Named named = apply(first ? base : again(base), declarator);
                        found.add(new CDeclaration.Definition(named.name(), named.type()));
                        first = false;
                    }
                }
                case CDeclarationParser.DefinitionContext definition ->
                    found.add(new CDeclaration.Definition("", specifier(definition.specifier())));
                default -> throw new IllegalStateException("a declaration of no known kind");
            }
        }
        return found;
    }

    private static CDeclaration again(CDeclaration base) {
        return switch (base) {
            case CDeclaration.Aggregate aggregate
            when !aggregate.name().isEmpty() ->
                new CDeclaration.Tagged(
                        aggregate.union() ? CDeclaration.CTag.UNION : CDeclaration.CTag.STRUCT, aggregate.name());
            case CDeclaration.Enumeration enumeration
            when !enumeration.name().isEmpty() -> new CDeclaration.Tagged(CDeclaration.CTag.ENUM, enumeration.name());
            case CDeclaration.Qualified qualified ->
                new CDeclaration.Qualified(qualified.qualifier(), again(qualified.target()));
            default -> base;
        };
    }

    private static CDeclaration pointing(CDeclaration base, CDeclarationParser.PointerContext pointers) {
        CDeclaration type = base;
        for (ParseTree each : pointers.children == null ? List.<ParseTree>of() : pointers.children) {
            type = each instanceof CDeclarationParser.QualifierContext qualifier
                    ? qualified(type, List.of(qualifier))
                    : new CDeclaration.Pointer(type);
        }
        return type;
    }

    /** A type with some qualifiers, each once. */
    private static CDeclaration qualified(CDeclaration base, List<CDeclarationParser.QualifierContext> qualifiers) {
        CDeclaration type = base;
        for (CDeclaration.CQualifier each : CDeclaration.CQualifier.values()) {
            boolean there = qualifiers.stream().anyMatch(qualifier -> each.equals(qualifier(qualifier)));
            type = there ? new CDeclaration.Qualified(each, type) : type;
        }
        return type;
    }

    private static CDeclaration.CQualifier qualifier(CDeclarationParser.QualifierContext context) {
        return switch (context.getStart().getType()) {
            case CDeclarationParser.CONST -> CDeclaration.CQualifier.CONST;
            case CDeclarationParser.VOLATILE -> CDeclaration.CQualifier.VOLATILE;
            default -> CDeclaration.CQualifier.RESTRICT;
        };
    }

    private CDeclaration specifier(CDeclarationParser.SpecifierContext context) {
        return qualified(unqualified(context), context.qualifier());
    }

    private CDeclaration unqualified(CDeclarationParser.SpecifierContext context) {
        return switch (context.base()) {
            case CDeclarationParser.AggregateContext aggregate ->
                new CDeclaration.Aggregate(
                        aggregate.tag.getType() == CDeclarationParser.UNION,
                        text(aggregate.name),
                        aggregate.member().stream()
                                .flatMap(member -> members(member).stream())
                                .toList(),
                        packed(aggregate.attribute()));
            case CDeclarationParser.EnumerationContext enumeration ->
                new CDeclaration.Enumeration(text(enumeration.name), values(enumeration.enumerator()));
            case CDeclarationParser.TaggedContext tagged ->
                new CDeclaration.Tagged(
                        switch (tagged.tag.getType()) {
                            case CDeclarationParser.STRUCT -> CDeclaration.CTag.STRUCT;
                            case CDeclarationParser.UNION -> CDeclaration.CTag.UNION;
                            default -> CDeclaration.CTag.ENUM;
                        },
                        text(tagged.name));
            case CDeclarationParser.NamedContext named ->
                new CDeclaration.Named(
                        named.NAME().stream().map(TerminalNode::getText).collect(Collectors.joining(" ")));
            default -> throw new IllegalStateException("a base of no known kind");
        };
    }

    private static boolean packed(List<CDeclarationParser.AttributeContext> attributes) {
        for (CDeclarationParser.AttributeContext attribute : attributes) {
            if (!attribute.NAME().getText().matches("packed|__packed__")) {
                throw new WrongPartException(
                        "unknown attribute in declaration", attribute.NAME().getSymbol());
            }
        }
        return !attributes.isEmpty();
    }

    private static String text(@Nullable Token token) {
        return token == null ? "" : token.getText();
    }

    private List<CDeclaration.EnumValue> values(List<CDeclarationParser.EnumeratorContext> context) {
        var values = new ArrayList<CDeclaration.EnumValue>();
        long next = 0;
        for (CDeclarationParser.EnumeratorContext each : context) {
            if (each.constant() != null) {
                next = constant(each.constant());
            }
            String name = each.NAME().getText();
            values.add(new CDeclaration.EnumValue(name, next));
            enumerators.put(name, next);
            next++;
        }
        return values;
    }

    private long constant(CDeclarationParser.ConstantContext context) {
        return switch (context) {
            case CDeclarationParser.LiteralContext literal -> number(literal.getText());
            case CDeclarationParser.CharacterContext character ->
                character.getText().charAt(1);
            case CDeclarationParser.NestedContext nested -> constant(nested.constant());
            case CDeclarationParser.EnumeratedContext named -> {
                Long value = enumerators.get(named.getText());
                if (value == null) {
                    throw new WrongPartException("unknown constant in declaration", named.getStart());
                }
                yield value;
            }
            case CDeclarationParser.UnaryContext unary -> {
                long value = constant(unary.constant());
                yield switch (unary.operator.getType()) {
                    case CDeclarationParser.MINUS -> -value;
                    case CDeclarationParser.TILDE -> ~value;
                    default -> value;
                };
            }
            case CDeclarationParser.BinaryContext binary ->
                binary(binary.operator, constant(binary.constant(0)), constant(binary.constant(1)));
            default -> throw new IllegalStateException("a constant of no known kind");
        };
    }

    private static long binary(Token operator, long one, long other) {
        return switch (operator.getType()) {
            case CDeclarationParser.STAR -> one * other;
            case CDeclarationParser.SLASH, CDeclarationParser.PERCENT -> {
                if (other == 0) {
                    throw new WrongPartException("division by zero in declaration", operator);
                }
                yield operator.getType() == CDeclarationParser.SLASH ? one / other : one % other;
            }
            case CDeclarationParser.PLUS -> one + other;
            case CDeclarationParser.MINUS -> one - other;
            case CDeclarationParser.SHIFT_LEFT -> one << other;
            case CDeclarationParser.SHIFT_RIGHT -> one >> other;
            case CDeclarationParser.AND -> one & other;
            case CDeclarationParser.XOR -> one ^ other;
            default -> one | other;
        };
    }

    private static long number(String text) {
        int end = text.length();
        while ("uUlL".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        String digits = text.substring(0, end);
        if (digits.startsWith("0x") || digits.startsWith("0X")) {
            return Long.parseUnsignedLong(digits.substring(2), 16);
        }
        return digits.length() > 1 && digits.startsWith("0") ? Long.parseLong(digits, 8) : Long.parseLong(digits);
    }

    private List<CDeclaration.Member> members(CDeclarationParser.MemberContext context) {
        CDeclaration base = specifier(context.specifier());
        if (context.memberDeclarator().isEmpty()) {
            // Of what has no name only a structure or union counts: its members are the outer one's.
            return base.unqualified() instanceof CDeclaration.Aggregate
                    ? List.of(new CDeclaration.Member("", base, Optional.empty()))
                    : List.of();
        }
        return context.memberDeclarator().stream()
                .map(declarator -> member(base, declarator))
                .toList();
    }

    private CDeclaration.Member member(CDeclaration base, CDeclarationParser.MemberDeclaratorContext context) {
        return switch (context) {
            case CDeclarationParser.VariableContext variable -> {
                Named named = apply(base, variable.declarator());
                yield new CDeclaration.Member(named.name(), named.type(), width(variable.width));
            }
            case CDeclarationParser.PaddingContext padding ->
                new CDeclaration.Member("", pointing(base, padding.pointer()), width(padding.width));
            default -> throw new IllegalStateException("a declarator of no known kind");
        };
    }

    private Optional<Integer> width(CDeclarationParser.@Nullable ConstantContext context) {
        return context == null ? Optional.empty() : Optional.of(Math.clamp(constant(context), 0, Integer.MAX_VALUE));
    }

    /** What a declarator names, and the type that it makes of a base. */
    private record Named(String name, CDeclaration type) {}

    private Named apply(CDeclaration base, CDeclarationParser.DeclaratorContext declarator) {
        return apply(pointing(base, declarator.pointer()), declarator.direct());
    }

    /** A declarator is read from the outside in: what stands last is what the base becomes first. */
    private Named apply(CDeclaration type, CDeclarationParser.DirectContext context) {
        return switch (context) {
            case CDeclarationParser.DirectNameContext name -> new Named(name.getText(), type);
            case CDeclarationParser.DirectNestedContext nested -> apply(type, nested.declarator());
            case CDeclarationParser.DirectArrayContext array ->
                apply(new CDeclaration.Array(type, count(array.dimension())), array.direct());
            case CDeclarationParser.DirectFunctionContext function ->
                apply(new CDeclaration.Function(type), function.direct());
            default -> throw new IllegalStateException("a declarator of no known kind");
        };
    }

    private CDeclaration apply(CDeclaration base, CDeclarationParser.AbstractDeclaratorContext declarator) {
        CDeclaration type = pointing(base, declarator.pointer());
        return declarator.abstractDirect() == null ? type : apply(type, declarator.abstractDirect());
    }

    private CDeclaration apply(CDeclaration type, CDeclarationParser.AbstractDirectContext context) {
        return switch (context) {
            case CDeclarationParser.AbstractNestedContext nested -> apply(type, nested.abstractDeclarator());
            case CDeclarationParser.AbstractPlainArrayContext array ->
                new CDeclaration.Array(type, count(array.dimension()));
            case CDeclarationParser.AbstractArrayContext array ->
                apply(new CDeclaration.Array(type, count(array.dimension())), array.abstractDirect());
            case CDeclarationParser.AbstractPlainFunctionContext ignored -> new CDeclaration.Function(type);
            case CDeclarationParser.AbstractFunctionContext function ->
                apply(new CDeclaration.Function(type), function.abstractDirect());
            default -> throw new IllegalStateException("a declarator of no known kind");
        };
    }

    private long count(CDeclarationParser.DimensionContext dimension) {
        if (dimension.constant() == null) {
            return 0;
        }
        long count = constant(dimension.constant());
        if (count < 0) {
            throw new WrongPartException("negative count in declaration", dimension.getStart());
        }
        return count;
    }
}
