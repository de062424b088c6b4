package dev.xmdb.dcmds.core.types;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What {@code ::nm} prints of a symbol: a row of columns with bars between them.
 *
 * @param chosen which columns, by the words of {@code -f}
 * @param radix the radix of values and sizes: 8, 10 or 16
 * @param pointerDigits hexadecimal digits of a pointer
 * @param types where the symbols' types are
 */
record NmColumns(Set<String> chosen, int radix, int pointerDigits, Types types) {
    /** Every column, in the order in which they are printed. */
    static final List<String> ALL =
            List.of("ndx", "obj", "val", "sz", "type", "bind", "oth", "shndx", "ctfid", "ctype", "name");

    static final Set<String> USUAL = Set.of("val", "sz", "type", "bind", "oth", "shndx", "name");
    private static final int TYPE_COLUMNS = 50;

    /** Copies the set. */
    NmColumns {
        chosen = Set.copyOf(chosen);
    }

    private List<String> columns() {
        return ALL.stream().filter(chosen::contains).toList();
    }

    private int numberColumns() {
        boolean wide = pointerDigits > Integer.BYTES * 2;
        return switch (radix) {
            case 8 -> wide ? 22 : 11;
            case 10 -> wide ? 20 : 10;
            default -> pointerDigits + 2;
        };
    }

    Emission.Header header() {
        List<String> titles = columns().stream().map(this::title).toList();
        return new Emission.Header(String.join(" ", titles));
    }

    private String title(String column) {
        return switch (column) {
            case "ndx" -> "Index";
            case "obj" -> padded("Object", 15);
            case "val" -> padded("Value", numberColumns());
            case "sz" -> padded("Size", numberColumns());
            case "type" -> padded("Type", 5);
            case "bind" -> padded("Bind", 5);
            case "oth" -> padded("Other", 5);
            case "shndx" -> padded("Shndx", 8);
            case "ctfid" -> padded("CTF ID", 9);
            case "ctype" -> padded("C Type", TYPE_COLUMNS);
            default -> "Name";
        };
    }

    private static String padded(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - text.length()));
    }

    Emission.Row row(Symbol symbol) {
        var texts = new ArrayList<String>();
        var fields = new Fields();
        for (String column : columns()) {
            switch (column) {
                case "ndx" -> {
                    texts.add(String.format(Locale.ROOT, "%5d", symbol.index()));
                    fields.quantity("index", symbol.index());
                }
                case "obj" -> text(texts, fields, "object", symbol.object(), 15);
                case "val" -> {
                    texts.add(number(symbol.value()));
                    fields.address("value", symbol.value());
                }
                case "sz" -> {
                    texts.add(number(symbol.size()));
                    fields.quantity("size", symbol.size());
                }
                case "type" -> text(texts, fields, "type", type(symbol.kind()), 5);
                case "bind" -> text(texts, fields, "bind", bind(symbol.binding()), 5);
                case "oth" -> {
                    texts.add(padded(radix == 16 ? "0x0" : "0", 5));
                    fields.quantity("other", 0);
                }
                case "shndx" -> text(texts, fields, "shndx", isUndefined(symbol) ? "UNDEF" : "ABS", 8);
                case "ctfid" -> {
                    OptionalInt number = types.numberOf(symbol);
                    texts.add(padded(number.isPresent() ? Integer.toString(number.getAsInt()) : "", 9));
                    fields.add(
                            "ctf_id", number.isPresent() ? new Value.Quantity(number.getAsInt()) : new Value.Absent());
                }
                case "ctype" -> text(texts, fields, "c_type", declaration(symbol), TYPE_COLUMNS);
                default -> text(texts, fields, "name", symbol.name(), 0);
            }
        }
        return fields.row(String.join("|", texts), symbol.value());
    }

    private static void text(List<String> texts, Fields fields, String key, String text, int columns) {
        texts.add(padded(SingleLine.of(text), columns));
        fields.text(key, text);
    }

    private String number(long number) {
        String digits = Long.toUnsignedString(number, radix);
        return radix == 16
                ? "0x" + "0".repeat(Math.max(0, pointerDigits - digits.length())) + digits
                : padded(digits, numberColumns());
    }

    /** Whether another object has to define a symbol. */
    static boolean isUndefined(Symbol symbol) {
        return symbol.value() == 0
                && symbol.size() == 0
                && symbol.binding() != Symbol.Binding.LOCAL
                && symbol.kind() != Symbol.Kind.FILE;
    }

    /** The word that {@code -t} knows a kind by, in capitals. */
    static String type(Symbol.Kind kind) {
        return switch (kind) {
            case OBJECT -> "OBJT";
            case FUNCTION -> "FUNC";
            case UNTYPED -> "NOTY";
            case COMMON -> "COMM";
            case THREAD_LOCAL -> "TLS";
            case SECTION -> "SECT";
            case FILE -> "FILE";
            case OTHER -> "?";
        };
    }

    private static String bind(Symbol.Binding binding) {
        return switch (binding) {
            case GLOBAL -> "GLOB";
            case WEAK -> "WEAK";
            case LOCAL -> "LOCL";
        };
    }

    private String declaration(Symbol symbol) {
        return symbol.kind() == Symbol.Kind.FUNCTION
                ? types.ofFunction(symbol).map(NmColumns::signature).orElse("<unknown type>")
                : types.ofVariable(symbol).map(Type::declaration).orElse("<unknown type>");
    }

    private static String signature(Type.Function function) {
        var arguments = new ArrayList<String>();
        function.arguments().forEach(argument -> arguments.add(argument.type().declaration()));
        if (function.variadic()) {
            arguments.add("...");
        }
        if (arguments.isEmpty()) {
            arguments.add("void");
        }
        return function.result().type().declaration() + " (*)(" + String.join(", ", arguments) + ")";
    }
}
