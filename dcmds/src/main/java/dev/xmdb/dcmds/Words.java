package dev.xmdb.dcmds;

import dev.xmdb.engine.DcmdArgument;
import dev.xmdb.engine.Invocation;
import java.util.List;

/** Arguments as text, for commands that take names. */
public final class Words {
    private Words() {}

    /** An argument's text; a computed one in the default radix. */
    public static String text(Invocation in, DcmdArgument argument) {
        return switch (argument) {
            case DcmdArgument.Word(String text) -> text;
            case DcmdArgument.Immediate(long value) -> in.session().number(value);
        };
    }

    /** Every argument's text. */
    public static List<String> texts(Invocation in) {
        return in.arguments().stream().map(argument -> text(in, argument)).toList();
    }
}
