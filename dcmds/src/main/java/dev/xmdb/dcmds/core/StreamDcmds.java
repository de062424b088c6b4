package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdArgument;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import java.util.List;

/** Commands that make, change or filter the values in a pipeline: {@code ::echo ::eval ::map ::grep}. */
final class StreamDcmds {
    private static final DcmdSpec ECHO = DcmdSpec.named("echo")
            .summary("print arguments")
            .operands("[arg ...]")
            .parsesItself()
            .description(
                    "Prints each argument followed by a blank. A computed argument, $[expression], is printed in the default radix.")
            .example("::echo \"a  b\" $[2+2]", "prints: a  b 4")
            .build();

    private static final DcmdSpec EVAL = DcmdSpec.named("eval")
            .summary("run a string as commands")
            .address(AddressUse.OPTIONAL)
            .operands("command")
            .parsesItself()
            .description(
                    "Runs the argument as if it had been typed, with dot at the address. Quote it when it has blanks or a pipe in it.")
            .example("::eval '.=X'", "prints dot in hexadecimal")
            .example("::walk vcpu | ::eval '.=D'", "prints the number of every vCPU in decimal")
            .build();

    private static final DcmdSpec MAP = DcmdSpec.named("map")
            .summary("replace each value by that of an expression")
            .address(AddressUse.OPTIONAL)
            .operands("expression")
            .parsesItself()
            .description("Evaluates the expression with dot at the address and prints the result in the default radix.")
            .example("::walk vcpu | ::map .+1", "counts from one")
            .build();

    private static final DcmdSpec GREP = DcmdSpec.named("grep")
            .summary("pass on the values for which an expression is not zero")
            .address(AddressUse.OPTIONAL)
            .operands("expression")
            .parsesItself()
            .description(
                    "Evaluates the expression with dot at the address, and prints the address unless the result is 0.")
            .example("::walk vcpu | ::grep .==0", "passes on vCPU 0 only")
            .build();

    private StreamDcmds() {}

    static List<Dcmd> all() {
        return List.of(
                new Declared(ECHO, StreamDcmds::echo),
                new Declared(EVAL, StreamDcmds::eval),
                new Declared(MAP, StreamDcmds::map),
                new Declared(GREP, StreamDcmds::grep));
    }

    private static Status echo(Invocation in) {
        var text = new StringBuilder();
        for (DcmdArgument argument : in.arguments()) {
            text.append(Words.text(in, argument)).append(' ');
        }
        in.out().text(text.toString());
        return Status.OK;
    }

    private static Status eval(Invocation in) {
        if (in.arguments().size() != 1) {
            return Status.USAGE;
        }
        return in.session().execute(Words.text(in, in.arguments().getFirst()), in);
    }

    private static Status map(Invocation in) {
        if (in.arguments().size() != 1) {
            return Status.USAGE;
        }
        emit(in, in.value(in.arguments().getFirst()));
        return Status.OK;
    }

    private static Status grep(Invocation in) {
        if (in.arguments().size() != 1) {
            return Status.USAGE;
        }
        if (in.value(in.arguments().getFirst()) != 0) {
            emit(in, in.address());
        }
        return Status.OK;
    }

    private static void emit(Invocation in, long value) {
        in.out().emit(new Fields().address("value", value).row(in.session().number(value), value));
    }
}
