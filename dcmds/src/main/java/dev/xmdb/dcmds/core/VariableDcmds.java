package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Session;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.Suggestions;
import dev.xmdb.engine.Variables;
import java.util.List;
import java.util.function.Predicate;

/** Variables: {@code ::vars $v ::typeset ::unset}. */
final class VariableDcmds {
    private static final DcmdSpec VARS = DcmdSpec.named("vars")
            .summary("list the variables and their values")
            .option(OptionSpec.flag('n', "only those that are not 0"))
            .option(OptionSpec.flag('p', "as assignments that can be typed again"))
            .option(OptionSpec.flag('t', "only those that ::typeset -t tagged"))
            .description(
                    "Lists the variables in the order of the table: the predefined ones, the registers of vCPU 0 (read-only), then your own. "
                            + "Values are in the default radix. A variable is read as <name and set with expression>name.")
            .example("::vars -n", "lists the variables that are not 0")
            .example("::vars -p", "lists them as 0xvalue>name")
            .build();

    private static final DcmdSpec NON_ZERO = DcmdSpec.named("$v")
            .summary("list the variables that are not 0")
            .description("The same as ::vars -n.")
            .example("$v", "lists the variables that are not 0")
            .build();

    private static final DcmdSpec TYPESET = DcmdSpec.named("typeset")
            .summary("create or tag variables")
            .address(AddressUse.OPTIONAL)
            .operands("[+/-t] [variable ...]")
            .parsesItself()
            .description(
                    "Creates each variable, with the address as its value or 0. -t tags variables, so that ::vars -t lists them; +t takes the tag "
                            + "away. Without arguments it lists every variable.")
            .example("1000::typeset base", "creates the variable base with the value 1000")
            .example("::typeset -t base", "tags it")
            .build();

    private static final DcmdSpec UNSET = DcmdSpec.named("unset")
            .summary("remove variables")
            .operands("variable ...")
            .description("Removes variables that you made. Predefined ones and registers stay.")
            .example("::typeset scratch; ::unset scratch", "makes a variable and removes it")
            .build();

    private VariableDcmds() {}

    static List<Dcmd> all() {
        return List.of(
                new Declared(VARS, VariableDcmds::vars),
                new Declared(NON_ZERO, in -> list(in, v -> v.value() != 0, false)),
                new Declared(TYPESET, VariableDcmds::typeset),
                new Declared(UNSET, VariableDcmds::unset));
    }

    private static Status vars(Invocation in) {
        return list(in, v -> (!in.has('n') || v.value() != 0) && (!in.has('t') || v.tagged()), in.has('p'));
    }

    private static Status list(Invocation in, Predicate<Variables.Variable> wanted, boolean asAssignments) {
        Session session = in.session();
        for (Variables.Variable variable : session.variables().all()) {
            if (wanted.test(variable)) {
                String text = asAssignments
                        ? session.markedNumber(variable.value()) + ">" + variable.name()
                        : variable.name() + " = " + session.number(variable.value());
                in.out()
                        .emit(new Fields()
                                .text("name", variable.name())
                                .address("value", variable.value())
                                .truth("tagged", variable.tagged())
                                .truth("read_only", variable.readOnly())
                                .row(text));
            }
        }
        return Status.OK;
    }

    private static Status typeset(Invocation in) {
        List<String> words = Words.texts(in);
        if (words.isEmpty()) {
            return list(in, v -> true, false);
        }
        String first = words.getFirst();
        boolean tagging = first.equals("-t") || first.equals("+t");
        if (!tagging && (first.startsWith("-") || first.startsWith("+"))) {
            in.warn("illegal option -- " + first.substring(1));
            return Status.USAGE;
        }
        Variables variables = in.session().variables();
        for (String name : tagging ? words.subList(1, words.size()) : words) {
            if (tagging) {
                variables.tag(name, first.startsWith("-"));
            }
            if (in.hasAddress() || variables.value(name).isEmpty()) {
                variables.set(name, in.hasAddress() ? in.address() : 0);
            }
        }
        return Status.OK;
    }

    private static Status unset(Invocation in) {
        if (in.arguments().isEmpty()) {
            return Status.USAGE;
        }
        Status status = Status.OK;
        for (String name : Words.texts(in)) {
            try {
                in.session().variables().remove(name);
            } catch (DcmdException e) {
                in.warn(String.valueOf(e.getMessage()));
                if (in.session().variables().value(name).isEmpty()) {
                    new Suggestions(in.session()).variable(name).ifPresent(in::warn);
                }
                status = Status.ERROR;
            }
        }
        return status;
    }
}
