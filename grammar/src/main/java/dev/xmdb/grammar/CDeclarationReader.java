package dev.xmdb.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ANTLRErrorStrategy;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Reads C declarations of types. */
public final class CDeclarationReader {
    /** Braces and parentheses inside each other; stars in a row. */
    private static final int DEEPEST = 64;

    private static final int LONGEST = 1 << 14;

    private CDeclarationReader() {}

    /** A declaration, or why there is none. */
    public sealed interface Result {}

    /**
     * What was declared.
     *
     * @param declaration it
     */
    public record Declared(CDeclaration declaration) implements Result {}

    /**
     * Why a text declares nothing.
     *
     * @param error where and why
     */
    public record Wrong(SyntaxError error) implements Result {}

    /**
     * Reads one declaration. Never throws.
     *
     * @param text for example {@code struct list { struct list *next; int values[4]; }}
     */
    public static Result read(String text) {
        if (text.length() > LONGEST) {
            return wrong("declaration is too long", "");
        }
        var lexer = new CDeclarationLexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        var tokens = new CommonTokenStream(lexer);
        tokens.fill();
        Nesting nesting = nesting(tokens);
        if (nesting.deepest() > DEEPEST) {
            return wrong("declaration is nested too deeply", "");
        }
        if (nesting.open() > 0) {
            return wrong("a brace or parenthesis of the declaration is not closed", "");
        }
        var parser = new CDeclarationParser(tokens);
        parser.removeErrorListeners();
        ANTLRErrorStrategy strategy = new BailErrorStrategy();
        parser.setErrorHandler(strategy);
        try {
            return new Declared(declaration(parser.declaration()));
        } catch (ParseCancellationException failure) {
            Token token = failure.getCause() instanceof RecognitionException cause && cause.getOffendingToken() != null
                    ? cause.getOffendingToken()
                    : parser.getCurrentToken();
            boolean end = token.getType() == Token.EOF;
            return new Wrong(new SyntaxError(
                    end ? "the declaration ends too early" : "syntax error in declaration",
                    end ? "" : token.getText(),
                    SyntaxFailure.positionOf(token)));
        } catch (NumberFormatException tooBig) {
            return wrong("a number in the declaration is too big", "");
        }
    }

    private static Wrong wrong(String message, String token) {
        return new Wrong(new SyntaxError(message, token, new Position(1, 0)));
    }

    /** How deep braces, parentheses and pointers nest, and how many are open at the end. */
    private record Nesting(int deepest, int open) {}

    private static Nesting nesting(CommonTokenStream tokens) {
        int depth = 0;
        int deepest = 0;
        int stars = 0;
        for (Token token : tokens.getTokens()) {
            stars = token.getType() == CDeclarationLexer.STAR ? stars + 1 : 0;
            deepest = Math.max(deepest, stars);
            switch (token.getType()) {
                case CDeclarationLexer.LEFT_BRACE, CDeclarationLexer.LEFT_PAREN -> deepest = Math.max(deepest, ++depth);
                case CDeclarationLexer.RIGHT_BRACE, CDeclarationLexer.RIGHT_PAREN -> depth--;
                default -> {}
            }
        }
        return new Nesting(deepest, depth);
    }

    private static CDeclaration declaration(CDeclarationParser.DeclarationContext context) {
        return pointing(specifier(context.specifier()), context.pointer());
    }

    private static CDeclaration pointing(CDeclaration base, CDeclarationParser.PointerContext pointers) {
        CDeclaration type = base;
        for (int i = 0; i < pointers.STAR().size(); i++) {
            type = new CDeclaration.Pointer(type);
        }
        return type;
    }

    private static CDeclaration specifier(CDeclarationParser.SpecifierContext context) {
        return switch (context.base()) {
            case CDeclarationParser.AggregateContext aggregate ->
                new CDeclaration.Aggregate(
                        aggregate.tag.getType() == CDeclarationParser.UNION,
                        text(aggregate.name),
                        aggregate.member().stream()
                                .flatMap(member -> members(member).stream())
                                .toList());
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

    private static String text(@Nullable Token token) {
        return token == null ? "" : token.getText();
    }

    private static List<CDeclaration.EnumValue> values(List<CDeclarationParser.EnumeratorContext> enumerators) {
        var values = new ArrayList<CDeclaration.EnumValue>();
        long next = 0;
        for (CDeclarationParser.EnumeratorContext each : enumerators) {
            if (each.NUMBER() != null) {
                long number = number(each.NUMBER().getText());
                next = each.MINUS() == null ? number : -number;
            }
            values.add(new CDeclaration.EnumValue(each.NAME().getText(), next));
            next++;
        }
        return values;
    }

    private static long number(String digits) {
        return digits.startsWith("0x") || digits.startsWith("0X")
                ? Long.parseLong(digits.substring(2), 16)
                : Long.parseLong(digits);
    }

    private static List<CDeclaration.Member> members(CDeclarationParser.MemberContext context) {
        CDeclaration base = specifier(context.specifier());
        if (context.declarator().isEmpty()) {
            // Of what has no name only a structure or union counts: its members are the outer one's.
            return base instanceof CDeclaration.Aggregate
                    ? List.of(new CDeclaration.Member("", base, Optional.empty()))
                    : List.of();
        }
        return context.declarator().stream()
                .map(declarator -> member(base, declarator))
                .toList();
    }

    private static CDeclaration.Member member(CDeclaration base, CDeclarationParser.DeclaratorContext context) {
        return switch (context) {
            case CDeclarationParser.VariableContext variable -> {
                CDeclaration type = pointing(base, variable.pointer());
                for (CDeclarationParser.DimensionContext dimension :
                        variable.dimension().reversed()) {
                    type = new CDeclaration.Array(
                            type,
                            dimension.NUMBER() == null
                                    ? 0
                                    : number(dimension.NUMBER().getText()));
                }
                yield new CDeclaration.Member(text(variable.name), type, width(variable.width));
            }
            case CDeclarationParser.FunctionContext function ->
                new CDeclaration.Member(
                        text(function.name),
                        new CDeclaration.Pointer(new CDeclaration.Function(pointing(base, function.pointer()))),
                        Optional.empty());
            case CDeclarationParser.PaddingContext padding ->
                new CDeclaration.Member("", pointing(base, padding.pointer()), width(padding.width));
            default -> throw new IllegalStateException("a declarator of no known kind");
        };
    }

    private static Optional<Integer> width(@Nullable Token token) {
        return token == null
                ? Optional.empty()
                : Optional.of((int) Math.min(number(token.getText()), Integer.MAX_VALUE));
    }
}
