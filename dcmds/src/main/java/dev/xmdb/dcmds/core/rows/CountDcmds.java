package dev.xmdb.dcmds.core.rows;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.PipedRow;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code ::count ::sum ::groupby ::uniq}: what rows have in common, and how many there are. */
final class CountDcmds {
    private static final String BY_TYPE = "by members of the type at each row's address, not by columns";

    private static final DcmdSpec COUNT = DcmdSpec.named("count")
            .summary("count rows")
            .description("Prints how many rows the command before it emits, in decimal.")
            .example("::walk pfn | ::count", "how many frames the image has")
            .example(LinuxGuest.KIND, "::ps | ::count", "how many processes there are")
            .build();

    private static final DcmdSpec SUM = DcmdSpec.named("sum")
            .summary("add up a column of rows")
            .option(OptionSpec.string('t', "type", "add up a member of the type at each row's address, not a column"))
            .operands("column")
            .description(
                    "Prints the sum of a column of the rows that the command before it emits, in decimal: of quantities with their signs, of addresses and "
                            + "flags without one. Rows without a value there count for nothing.")
            .example(LinuxGuest.KIND, "::modinfo | ::sum size", "how many bytes modules take")
            .example(SolarisGuest.KIND, "::walk cpu | ::sum -t cpu_t cpu_id", "adds up the numbers of the CPUs")
            .build();

    private static final DcmdSpec GROUP_BY = DcmdSpec.named("groupby")
            .summary("count rows by what a column holds")
            .option(OptionSpec.string('s', "column", "add up this column for each group"))
            .option(OptionSpec.string('t', "type", BY_TYPE))
            .operands("column")
            .description(
                    "Prints a line for each value that a column holds: how many rows have it, with -s the sum of another column over them, and the value; the most "
                            + "frequent first. A pipe receives the address of a group's first row.")
            .example(LinuxGuest.KIND, "::ps | ::groupby s", "how many processes are in each state")
            .example(LinuxGuest.KIND, "::walk task | ::groupby -t 'struct task_struct' prio", "tasks by priority")
            .example(SolarisGuest.KIND, "::thread | ::groupby state", "how many threads are in each state")
            .build();

    private static final DcmdSpec UNIQ = DcmdSpec.named("uniq")
            .summary("pass on one of the rows that are alike")
            .option(OptionSpec.flag('c', "print before each how many are like it"))
            .option(OptionSpec.string('t', "type", BY_TYPE))
            .operands("[column ...]")
            .description(
                    "Passes on the first of all rows that have the same values in the columns named, wherever they stand; without a column, of those that stand for "
                            + "the same address, or have the same text where they stand for none.")
            .example("::walk pfn | ::head -n 2 | ::uniq", "two different frames")
            .example(LinuxGuest.KIND, "::ps | ::uniq -c ppid", "one process of each parent, and how many it has")
            .build();

    private CountDcmds() {}

    static List<Dcmd> all() {
        return List.of(
                new RowCommand(COUNT, CountDcmds::counting),
                new RowCommand(SUM, CountDcmds::summing),
                new RowCommand(GROUP_BY, CountDcmds::grouping),
                new RowCommand(UNIQ, CountDcmds::distinguishing));
    }

    private static RowPass counting(Invocation in) {
        if (!in.arguments().isEmpty()) {
            throw new DcmdException("::count takes no arguments");
        }
        return new RowPass(in, List.of()) {
            private long rows;

            @Override
            Status take(PipedRow row) {
                rows++;
                return Status.OK;
            }

            @Override
            void finish() {
                in.out().emit(new Fields().quantity("count", rows).row(Long.toString(rows), rows));
            }
        };
    }

    private static String column(Invocation in) {
        List<String> words = Words.texts(in);
        if (words.size() != 1) {
            throw new DcmdException("one column is expected");
        }
        return words.getFirst();
    }

    private static RowPass summing(Invocation in) {
        Key key = Key.of(in, column(in));
        var sum = new Sum(key);
        return new RowPass(in, List.of(key)) {
            @Override
            Status take(PipedRow row) {
                sum.add(key.of(row));
                return Status.OK;
            }

            @Override
            void finish() {
                Value total = sum.value();
                String text = ValueOrder.text(total);
                in.out().emit(new Fields().add("sum", total).row(text, new BigInteger(text).longValue()));
            }
        };
    }

    /** Rows that are alike. */
    private static final class Group {
        private final PipedRow first;
        private final Optional<Sum> sum;
        private long count;

        Group(PipedRow first, Optional<Key> summed) {
            this.first = first;
            this.sum = summed.map(Sum::new);
        }
    }

    private static RowPass grouping(Invocation in) {
        Key key = Key.of(in, column(in));
        Optional<Key> summed = in.string('s').map(word -> Key.of(in, word));
        var keys = new ArrayList<Key>(List.of(key));
        summed.ifPresent(keys::add);
        return new RowPass(in, keys) {
            private final Map<Value, Group> groups = new LinkedHashMap<>();

            @Override
            Status take(PipedRow row) {
                Group group = groups.computeIfAbsent(key.of(row), _ -> new Group(row, summed));
                group.count++;
                group.sum.ifPresent(sum -> sum.add(summed.orElseThrow().of(row)));
                return Status.OK;
            }

            @Override
            void finish() {
                if (!groups.isEmpty() && !in.isPipeOutput()) {
                    in.out()
                            .emit(new Emission.Header(line(
                                    "COUNT",
                                    summed.map(each -> "SUM"),
                                    key.name().toUpperCase(Locale.ROOT))));
                }
                groups.entrySet().stream()
                        .sorted((one, other) -> {
                            int frequency = Long.compare(other.getValue().count, one.getValue().count);
                            return frequency != 0
                                    ? frequency
                                    : ValueOrder.NATURAL.compare(one.getKey(), other.getKey());
                        })
                        .forEach(entry -> emit(entry.getKey(), entry.getValue()));
            }

            private void emit(Value value, Group group) {
                var fields = new Fields().quantity("count", group.count);
                Optional<Value> sum = group.sum.map(Sum::value);
                sum.ifPresent(total -> fields.add("sum", total));
                fields.add(key.name(), value);
                String text = line(
                        Long.toString(group.count), sum.map(ValueOrder::text), SingleLine.of(ValueOrder.text(value)));
                Long piped = group.first.row().piped();
                in.out().emit(piped == null ? fields.row(text) : fields.row(text, piped));
            }

            private static String line(String count, Optional<String> sum, String value) {
                String before = String.format(Locale.ROOT, "%8s ", count);
                return before
                        + sum.map(text -> String.format(Locale.ROOT, "%16s ", text))
                                .orElse("")
                        + value;
            }
        };
    }

    /** A table's header with a column before it; the column's name stands in the last line. */
    private static Emission.Header counted(Emission.Header header) {
        String text = header.text();
        int last = text.stripTrailing().lastIndexOf('\n') + 1;
        String blank = String.format(Locale.ROOT, "%8s ", "");
        return new Emission.Header(
                text.substring(0, last).lines().map(line -> blank + line + "\n").collect(Collectors.joining())
                        + String.format(Locale.ROOT, "%8s ", "COUNT")
                        + text.substring(last));
    }

    private static RowPass distinguishing(Invocation in) {
        List<Key> named = Words.texts(in).stream().map(word -> Key.of(in, word)).toList();
        List<Key> keys = named.isEmpty() ? List.of(new Key.OfRow()) : named;
        return new RowPass(in, keys) {
            private final Map<List<Value>, Group> groups = new LinkedHashMap<>();

            @Override
            Status take(PipedRow row) {
                List<Value> values = keys.stream().map(key -> key.of(row)).toList();
                if (isMisnamed()) {
                    return Status.OK;
                }
                Group group = groups.computeIfAbsent(values, _ -> new Group(row, Optional.empty()));
                group.count++;
                if (group.count == 1 && !in.has('c')) {
                    printHeader();
                    in.pass(row);
                }
                return Status.OK;
            }

            @Override
            void finish() {
                if (!in.has('c')) {
                    return;
                }
                if (!groups.isEmpty()) {
                    printHeader(CountDcmds::counted);
                }
                groups.values().forEach(this::emit);
            }

            private void emit(Group group) {
                Emission.Row row = group.first.row();
                var fields = new Fields().quantity("count", group.count);
                row.fields().forEach(field -> fields.add(field.name(), field.value()));
                String text = String.format(Locale.ROOT, "%8d %s", group.count, row.text());
                Long piped = row.piped();
                in.out().emit(piped == null ? fields.row(text) : fields.row(text, piped));
            }
        };
    }
}
