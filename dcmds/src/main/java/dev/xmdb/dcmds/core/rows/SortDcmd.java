package dev.xmdb.dcmds.core.rows;

import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.PipedRow;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** {@code ::sort}. */
final class SortDcmd {
    private static final DcmdSpec SPEC = DcmdSpec.named("sort")
            .summary("put rows in order")
            .option(OptionSpec.flag('r', "the greatest first"))
            .option(OptionSpec.string('t', "type", "by members of the type at each row's address, not by columns"))
            .operands("[column ...]")
            .description(
                    "Takes all rows of the command before it and passes them on in the order of the columns named, each deciding where those before it are equal; "
                            + "without a column in that of the rows' addresses. Numbers are ordered by what they are worth, text by its characters, and rows without "
                            + "a value come last. Rows that are equal keep their order.")
            .example("::walk vcpu | ::sort -r", "the last vCPU first")
            .example(LinuxGuest.KIND, "::ps | ::sort -r pid", "the newest processes first")
            .example(
                    SolarisGuest.KIND,
                    "::walk thread | ::sort -r -t kthread_t t_pri | ::head -n 3",
                    "the most urgent threads")
            .build();

    private SortDcmd() {}

    static Dcmd dcmd() {
        return new RowCommand(SPEC, in -> {
            List<Key> keys =
                    Words.texts(in).stream().map(word -> Key.of(in, word)).toList();
            return new Sorting(in, keys.isEmpty() ? List.of(new Key.OfRow()) : keys);
        });
    }

    private static final class Sorting extends RowPass {
        private final List<Keyed> rows = new ArrayList<>();

        private record Keyed(List<Value> values, PipedRow row) {}

        Sorting(Invocation in, List<Key> keys) {
            super(in, keys);
        }

        @Override
        Status take(PipedRow row) {
            rows.add(new Keyed(keys().stream().map(key -> key.of(row)).toList(), row));
            return Status.OK;
        }

        @Override
        void finish() {
            rows.sort(order());
            for (Keyed each : rows) {
                printHeader();
                in().pass(each.row());
            }
        }

        private Comparator<Keyed> order() {
            Comparator<Keyed> order = Comparator.comparing(keyed -> new Value.Many(keyed.values()), ValueOrder.NATURAL);
            return in().has('r') ? order.reversed() : order;
        }
    }
}
