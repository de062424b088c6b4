package dev.xmdb.dcmds.core.rows;

import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.PipedRow;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ::filter}. */
final class FilterDcmd {
    private static final int COMPARISON_WORDS = 3;
    private static final Pattern ONE_WORD =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_.\\[\\]>-]*?)\\s*(==|=~|!=|<>|<=|>=|=|<|>|~)\\s*(\\S.*)");

    private static final DcmdSpec SPEC = DcmdSpec.named("filter")
            .summary("pass on the rows for which a comparison holds")
            .option(OptionSpec.string(
                    't', "type", "compare this member of the type at each row's address, not a column"))
            .option(OptionSpec.flag('v', "pass on the others"))
            .operands("column op value | expression")
            .description(
                    "Takes the rows of the command before it and passes on those for which the comparison holds, with the header of their table. A column is "
                            + "named as -o jsonl names it, in either case. The comparison is one of = <> < <= > >= and ~, which takes an extended regular expression (or, as in C and Perl, == != =~); "
                            + "it may stand in one word with its column and value. A value is read as the column is printed: a quantity in decimal, an address as an "
                            + "expression in the default radix. Of a column that holds several values one must fit.\n\n"
                            + "With -t the first word is a member of that type, and each row stands for an address. A single word that is no comparison is an "
                            + "expression, which must not be 0 with dot at the row's address, as for ::grep. Quote what has a blank, ! or | in it.")
            .example(LinuxGuest.KIND, "::ps | ::filter ppid = 2", "the kernel's own threads")
            .example(LinuxGuest.KIND, "::ps | ::filter 'name ~ ^k' | ::count", "how many names begin with k")
            .example(
                    LinuxGuest.KIND,
                    "::walk task | ::filter -t 'struct task_struct' prio < 100 | ::ps",
                    "processes of a real-time priority")
            .example(SolarisGuest.KIND, "::thread | ::filter state = sleep", "the threads that sleep")
            .example("::walk vcpu | ::filter .==0", "vCPU 0")
            .build();

    private FilterDcmd() {}

    static Dcmd dcmd() {
        return new RowCommand(SPEC, FilterDcmd::open);
    }

    private static RowPass open(Invocation in) {
        List<String> words = Words.texts(in);
        if (words.size() == COMPARISON_WORDS) {
            return comparison(in, words.get(0), words.get(1), words.get(2));
        }
        if (words.size() != 1) {
            throw new DcmdException("::filter takes a column, an operator and a value, or an expression");
        }
        Matcher one = ONE_WORD.matcher(words.getFirst());
        return one.matches()
                ? comparison(in, one.group(1), one.group(2), one.group(3))
                : new Evaluated(in, words.getFirst());
    }

    private static RowPass comparison(Invocation in, String column, String sign, String value) {
        Optional<Condition.Operator> operator = Condition.Operator.of(sign);
        if (operator.isEmpty()) {
            throw new DcmdException("unknown operator " + sign + ": one of = <> < <= > >= ~ is expected");
        }
        return new Compared(in, Key.of(in, column), new Condition(in, operator.get(), value));
    }

    /** Rows by a comparison. */
    private static final class Compared extends RowPass {
        private final Key key;
        private final Condition condition;

        Compared(Invocation in, Key key, Condition condition) {
            super(in, List.of(key));
            this.key = key;
            this.condition = condition;
        }

        @Override
        Status take(PipedRow row) {
            if (condition.holds(key.of(row)) != in().has('v')) {
                printHeader();
                in().pass(row);
            }
            return Status.OK;
        }
    }

    /** Rows by an expression. */
    private static final class Evaluated extends RowPass {
        private final String expression;

        Evaluated(Invocation in, String expression) {
            super(in, List.of());
            this.expression = expression;
        }

        @Override
        Status take(PipedRow row) {
            Long piped = row.row().piped();
            if (piped == null) {
                throw new DcmdException(
                        "a row of ::" + row.dcmd() + " stands for no address, which an expression needs");
            }
            if ((in().session().evaluate(expression, piped) != 0) != in().has('v')) {
                printHeader();
                in().pass(row);
            }
            return Status.OK;
        }
    }
}
