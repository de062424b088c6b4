package dev.xmdb.dcmds.core.rows;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.PipedRow;
import dev.xmdb.engine.RowDcmd;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** {@code ::head} and {@code ::tail}: the first rows or values of a pipe, and the last rows. */
final class HeadDcmds {
    private static final int DEFAULT = 10;
    private static final int MAX_DECIMAL_DIGITS = 18;
    private static final int MOST_KEPT = 1 << 20;

    private static final DcmdSpec HEAD = DcmdSpec.named("head")
            .summary("pass on the first values of a pipe")
            .address(AddressUse.OPTIONAL)
            .option(OptionSpec.number('n', "num", "how many, in decimal; 10 when not given. -num is the same"))
            .parsesItself()
            .description(
                    "Passes on the first values that come through the pipe and then ends what feeds it: as in mdb, ::ps | ::head -2 prints two addresses. After a "
                            + "command that works on rows, such as ::sort or ::filter, it passes on rows with the header of their table; so it does with rows that stand "
                            + "for no address, such as messages.")
            .example("::walk pfn | ::head -n 3", "prints the three lowest frames that the image has")
            .example("::walk pfn | ::head -3", "the same")
            .example(LinuxGuest.KIND, "::ps | ::sort pid | ::head -2", "the two oldest processes, as ::ps prints them")
            .example(
                    SolarisGuest.KIND, "::ps | ::sort pid | ::head -2", "the two oldest processes, as ::ps prints them")
            .build();

    private static final DcmdSpec TAIL = DcmdSpec.named("tail")
            .summary("pass on the last rows of a pipe")
            .option(OptionSpec.number('n', "num", "how many, in decimal; 10 when not given. -num is the same"))
            .parsesItself()
            .description(
                    "Takes all rows of the command before it and passes on the last of them, with the header of their table.")
            .example("::walk pfn | ::tail -n 3", "prints the three highest frames that the image has")
            .example(LinuxGuest.KIND, "::ps | ::sort pid | ::tail -3", "the three newest processes")
            .build();

    private HeadDcmds() {}

    static List<Dcmd> all() {
        return List.of(new Head(), new RowCommand(TAIL, in -> new Last(in, limit(in))));
    }

    /** {@code ::head}: values, as mdb has it, unless rows were chosen or ordered before it. */
    private record Head() implements RowDcmd {
        @Override
        public DcmdSpec spec() {
            return HEAD;
        }

        @Override
        public boolean takesRows(boolean fedRows) {
            return fedRows;
        }

        @Override
        public Rows open(Invocation in) {
            return new First(in, limit(in));
        }

        @Override
        public Status run(Invocation in) {
            if (!in.isPipeInput()) {
                return Status.USAGE;
            }
            Passed passed;
            try {
                passed = in.loopState(Passed.class, () -> new Passed(limit(in)));
            } catch (DcmdException wrong) {
                in.warn(String.valueOf(wrong.getMessage()));
                return Status.USAGE;
            }
            if (passed.another()) {
                long value = in.address();
                in.out()
                        .emit(new Fields()
                                .address("value", value)
                                .row(in.session().number(value), value));
            }
            return passed.wantsMore() ? Status.OK : Status.DONE;
        }
    }

    /** How many went through one {@code ::head}. */
    private static final class Passed {
        private final long limit;
        private long count;

        Passed(long limit) {
            this.limit = limit;
        }

        /** Whether the next one goes through. */
        boolean another() {
            return count < limit && count++ < limit;
        }

        boolean wantsMore() {
            return count < limit;
        }
    }

    private static final class First extends RowPass {
        private final Passed passed;

        First(Invocation in, long limit) {
            super(in, List.of());
            this.passed = new Passed(limit);
        }

        @Override
        Status take(PipedRow row) {
            if (passed.another()) {
                printHeader();
                in().pass(row);
            }
            return passed.wantsMore() ? Status.OK : Status.DONE;
        }
    }

    private static final class Last extends RowPass {
        private final long limit;
        private final Deque<PipedRow> kept = new ArrayDeque<>();

        Last(Invocation in, long limit) {
            super(in, List.of());
            if (limit > MOST_KEPT) {
                throw new DcmdException("::tail keeps at most " + MOST_KEPT + " rows");
            }
            this.limit = limit;
        }

        @Override
        Status take(PipedRow row) {
            kept.addLast(row);
            if (kept.size() > limit) {
                kept.removeFirst();
            }
            return Status.OK;
        }

        @Override
        void finish() {
            for (PipedRow row : kept) {
                printHeader();
                in().pass(row);
            }
        }
    }

    private static long limit(Invocation in) {
        List<String> words = Words.texts(in);
        if (words.isEmpty()) {
            return DEFAULT;
        }
        String digits = words.size() == 2 && words.getFirst().equals("-n")
                ? words.get(1)
                : words.size() == 1 && words.getFirst().startsWith("-")
                        ? words.getFirst().substring(words.getFirst().startsWith("-n") ? 2 : 1)
                        : "";
        if (digits.isEmpty()
                || digits.length() > MAX_DECIMAL_DIGITS
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new DcmdException("invalid number of values -- " + String.join(" ", words));
        }
        return Long.parseLong(digits);
    }
}
