package dev.xmdb.grammar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes syntax trees as command text that parses back to the same trees, positions aside. Parentheses stand only where the
 * precedence needs them, and blanks only where two words would run together or pipes and the shell read better with them.
 *
 * <p>Every tree that {@link CommandParser} makes can be written. A tree made by hand may hold what no text can say, such as a
 * shell command with a newline; that is an {@link IllegalArgumentException}.
 */
public final class CommandText {

    private static final String WRITE_OR_SEARCH = "vwWZlLM";

    private final StringBuilder out = new StringBuilder();

    private CommandText() {}

    /** A statement without its terminator; an empty one is the empty string. */
    public static String of(Statement statement) {
        var text = new CommandText();
        text.statement(statement);
        return text.out.toString();
    }

    /** Commands joined by {@code |}. */
    public static String of(Pipeline pipeline) {
        var text = new CommandText();
        text.pipeline(pipeline);
        return text.out.toString();
    }

    /** One stage of a pipeline. */
    public static String of(Command command) {
        var text = new CommandText();
        text.command(command);
        return text.out.toString();
    }

    /** One argument, quoted when it must be. */
    public static String of(Argument argument) {
        var text = new CommandText();
        text.argument(argument);
        return text.out.toString();
    }

    /** An expression. */
    public static String of(Expression expression) {
        var text = new CommandText();
        text.expression(expression);
        return text.out.toString();
    }

    private void statement(Statement statement) {
        switch (statement) {
            case Statement.Run run -> {
                target(run.address(), run.count());
                pipeline(run.pipeline());
                if (run.shell() != null) {
                    out.append(' ');
                    shell(run.shell());
                }
            }
            case Statement.Naked naked -> {
                target(naked.address(), naked.count());
                if (naked.shell() != null) {
                    require(naked.count() != null, "a shell command needs a command or a count before it");
                    out.append(' ');
                    shell(naked.shell());
                }
            }
            case Statement.Shell shell -> shell(shell.command());
            case Statement.Empty _ -> {}
        }
    }

    private void target(@Nullable Expression address, @Nullable Expression count) {
        if (address != null) {
            expression(address);
        }
        if (count != null) {
            out.append(',');
            expression(count);
        }
    }

    private void shell(String command) {
        require(
                command.indexOf('\n') < 0 && command.indexOf(';') < 0 && !command.endsWith("\r"),
                "a shell command ends with its line");
        require(!command.startsWith(" ") && !command.startsWith("\t"), "a shell command begins after the blanks");
        out.append('!');
        if (!command.isEmpty()) {
            out.append(' ').append(command);
        }
    }

    private void pipeline(Pipeline pipeline) {
        List<Command> commands = pipeline.commands();
        require(!commands.isEmpty(), "a pipeline has a command");
        for (int i = 0; i < commands.size(); i++) {
            if (i > 0) {
                out.append(" | ");
            }
            command(commands.get(i));
        }
    }

    private void command(Command command) {
        switch (command) {
            case Command.Format format -> {
                out.append(format.verb().symbol());
                formats(format);
            }
            case Command.WriteOrSearch write -> {
                require(canWriteOrSearch(write.verb(), write.letter()), "no write or search: " + write.letter());
                out.append(write.verb().symbol()).append(write.letter());
                arguments(write.arguments(), false);
            }
            case Command.Dcmd dcmd -> dcmd(dcmd);
            case Command.Assign assign -> {
                out.append('>');
                Character cast = assign.cast();
                if (cast != null) {
                    require(isLetterOrDigit(cast), "not a cast: " + cast);
                    out.append('/').append(cast.charValue()).append('/');
                }
                arguments(assign.arguments(), true);
            }
        }
    }

    private void dcmd(Command.Dcmd dcmd) {
        String name = dcmd.name();
        String module = dcmd.module();
        boolean macro = name.equals("$<") || name.equals("$<<") || name.equals("$>");
        if (module == null && (macro || isShortDcmd(name))) {
            out.append(name);
        } else {
            String full = module == null ? name : module + "`" + name;
            require(isName(full) && (module != null || name.indexOf('`') < 0), "not the name of a dcmd: " + full);
            out.append("::").append(full);
        }
        arguments(dcmd.arguments(), macro);
    }

    private void formats(Command.Format format) {
        boolean first = true;
        for (FormatItem item : format.formats()) {
            switch (item) {
                case FormatItem.Literal literal -> {
                    out.append('"');
                    CEscapes.append(out, literal.text());
                    out.append('"');
                }
                case FormatItem.Letter letter -> letter(format.verb(), letter, first);
            }
            first = false;
        }
    }

    /** Writes the count of one where the letter alone would be read as something else. */
    private void letter(Verb verb, FormatItem.Letter item, boolean first) {
        char letter = item.letter();
        require(isFormatLetter(letter) && item.repeat() >= 0, "not a format: " + item.repeat() + letter);
        Expression computed = item.computedRepeat();
        if (computed != null) {
            immediate(computed);
        } else if (item.repeat() != 1
                || (first && canWriteOrSearch(verb, letter))
                || ((letter == '/' || letter == '=') && lastIs(letter))) {
            out.append(item.repeat());
        }
        out.append(letter);
    }

    private void arguments(List<Argument> arguments, boolean attached) {
        boolean attach = attached;
        for (Argument argument : arguments) {
            if (!(attach && argument instanceof Argument.Word word && beginsLikeName(word.text()))) {
                out.append(' ');
            }
            argument(argument);
            attach = false;
        }
    }

    private void argument(Argument argument) {
        switch (argument) {
            case Argument.Word word -> Words.append(out, word.text());
            case Argument.Immediate immediate -> immediate(immediate.expression());
        }
    }

    private void immediate(Expression expression) {
        out.append("$[");
        expression(expression);
        out.append(']');
    }

    private void expression(Expression expression) {
        switch (expression) {
            case Expression.Dot _ -> out.append('.');
            case Expression.Next _ -> out.append('+');
            case Expression.Previous _ -> out.append('^');
            case Expression.LastAddress _ -> out.append('&');
            case Expression.IntegerLiteral literal -> integer(literal);
            case Expression.FloatLiteral literal -> out.append("0t").append(literal.text());
            case Expression.Symbol symbol -> {
                String object = symbol.object();
                String full = object == null ? symbol.name() : object + "`" + symbol.name();
                require(isName(full) && !full.equals("."), "not a symbol: " + full);
                out.append(full);
            }
            case Expression.CharConstant constant -> characters(constant.value());
            case Expression.Variable variable -> {
                String name = variable.name();
                require(isName(name) || (name.length() == 1 && isDigit(name.charAt(0))), "not a variable: " + name);
                out.append('<').append(name);
            }
            case Expression.Unary unary -> {
                out.append(unary.operator().symbol());
                grouped(unary.operand(), Integer.MAX_VALUE);
            }
            case Expression.Dereference read -> {
                operator(read.space() == Verb.VIRTUAL ? "*" : "%");
                String cast = read.cast();
                if (cast != null) {
                    out.append('/').append(cast).append('/');
                }
                grouped(read.operand(), Integer.MAX_VALUE);
            }
            case Expression.Binary binary -> {
                int precedence = binary.operator().precedence();
                grouped(binary.left(), precedence);
                operator(binary.operator().symbol());
                grouped(binary.right(), precedence + 1);
            }
        }
    }

    /** Writes an operand, in parentheses when its operator does not bind at least as tightly as {@code precedence}. */
    private void grouped(Expression operand, int precedence) {
        if (operand instanceof Expression.Binary binary && binary.operator().precedence() < precedence) {
            out.append('(');
            expression(operand);
            out.append(')');
        } else {
            expression(operand);
        }
    }

    /** A division before a read of the object file must not become a modulus. */
    private void operator(String symbol) {
        if (symbol.startsWith("%") && lastIs('%')) {
            out.append(' ');
        }
        out.append(symbol);
    }

    private void integer(Expression.IntegerLiteral literal) {
        String digits = literal.digits();
        require(isHexadecimal(digits), "not a number: " + digits);
        switch (literal.radix()) {
            case 2 -> out.append("0i");
            case 8 -> out.append("0o");
            case 10 -> out.append("0t");
            case 16 -> out.append("0x");
            default -> out.append(isDigit(digits.charAt(0)) ? "" : "0");
        }
        out.append(digits);
    }

    private void characters(long value) {
        out.append('\'');
        int bits = Long.SIZE - Long.numberOfLeadingZeros(value);
        for (int shift = (bits - 1) / 8 * 8; bits > 0 && shift >= 0; shift -= 8) {
            int c = (int) (value >>> shift) & 0xff;
            if (c < ' ' || c >= 0x7f || c == '\'' || c == '\\') {
                CEscapes.appendOctal(out, c);
            } else {
                out.append((char) c);
            }
        }
        out.append('\'');
    }

    private boolean lastIs(char c) {
        return !out.isEmpty() && out.charAt(out.length() - 1) == c;
    }

    private static boolean canWriteOrSearch(Verb verb, char letter) {
        return verb != Verb.VALUE && verb != Verb.PHYSICAL_AT && WRITE_OR_SEARCH.indexOf(letter) >= 0;
    }

    private static boolean isFormatLetter(char c) {
        return !isDigit(c) && " \t\r\n;!|\"'$".indexOf(c) < 0;
    }

    private static boolean isShortDcmd(String name) {
        if (name.length() != 2 || (name.charAt(0) != '$' && name.charAt(0) != ':')) {
            return false;
        }
        char c = name.charAt(1);
        return (isLetterOrDigit(c) && !isDigit(c)) || "?%@^_`".indexOf(c) >= 0;
    }

    private static boolean isName(String text) {
        if (text.isEmpty() || isDigit(text.charAt(0)) || text.charAt(0) == '`') {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetterOrDigit(c) && c != '_' && c != '.' && c != '`') {
                return false;
            }
        }
        return true;
    }

    private static boolean isHexadecimal(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            if (Character.digit(digits.charAt(i), 16) < 0 || digits.charAt(i) > 'f') {
                return false;
            }
        }
        return !digits.isEmpty();
    }

    private static boolean beginsLikeName(String word) {
        return !word.isEmpty() && (isLetterOrDigit(word.charAt(0)) || word.charAt(0) == '_');
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static void require(boolean sayable, String otherwise) {
        if (!sayable) {
            throw new IllegalArgumentException("cannot be written as a command: " + otherwise);
        }
    }
}
