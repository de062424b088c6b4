package dev.xmdb.engine.run;

import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdArgument;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.Walker;
import dev.xmdb.engine.output.Column;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Line;
import dev.xmdb.engine.output.Table;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Dcmds that show what the engine does with dcmds. */
final class SampleModule implements DebuggerModule {
    /** What Java says when a page of a mapped file is gone. */
    static final String LOST_MAPPING = "a fault occurred in an unsafe memory access operation";

    private static final Line NUMBER = Line.of("%#r", "value").pipes("value");
    private static final Table TABLE =
            Table.of(Column.of("ADDR", "%-?p").pipes(), Column.of("N", "%4d"), Column.of("NAME", "%s"));

    final AtomicLong walked = new AtomicLong();

    private final List<Dcmd> dcmds = List.of(
            dcmd(DcmdSpec.named("upto").operands("limit [var]").address(AddressUse.NONE), invocation -> {
                long limit = invocation.value(invocation.arguments().get(0));
                for (long i = 1; i <= limit; i++) {
                    invocation.checkInterrupted();
                    walked.incrementAndGet();
                    if (invocation.arguments().size() > 1
                            && invocation.arguments().get(1) instanceof DcmdArgument.Word(String name)) {
                        invocation.session().variables().set(name, i);
                    }
                    invocation.out().line(NUMBER, new Value.Address(i));
                }
                return Status.OK;
            }),
            dcmd(
                    DcmdSpec.named("first")
                            .address(AddressUse.OPTIONAL)
                            .option(OptionSpec.number('n', "count", "how many")),
                    invocation -> {
                        var seen = invocation.loopState(AtomicLong.class, AtomicLong::new);
                        long wanted = invocation.number('n').orElse(10);
                        invocation.out().line(NUMBER, new Value.Address(invocation.address()));
                        return seen.incrementAndGet() >= wanted ? Status.DONE : Status.OK;
                    }),
            dcmd(DcmdSpec.named("run").address(AddressUse.OPTIONAL).operands("commands"), invocation -> {
                String text = word(invocation);
                return invocation.session().execute(text, invocation);
            }),
            dcmd(DcmdSpec.named("if").address(AddressUse.REQUIRED).operands("expression"), invocation -> {
                if (invocation.value(invocation.arguments().getFirst()) != 0) {
                    invocation.out().line(NUMBER, new Value.Address(invocation.address()));
                }
                return Status.OK;
            }),
            dcmd(DcmdSpec.named("say").operands("words"), invocation -> {
                var text = new StringBuilder();
                for (DcmdArgument argument : invocation.arguments()) {
                    text.append(
                                    switch (argument) {
                                        case DcmdArgument.Word(String word) -> word;
                                        case DcmdArgument.Immediate(long value) ->
                                            invocation.session().number(value);
                                    })
                            .append(' ');
                }
                invocation.out().text(text.toString());
                return Status.OK;
            }),
            dcmd(DcmdSpec.named("table", "$t").address(AddressUse.OPTIONAL).description("A table."), invocation -> {
                invocation.out().header(TABLE);
                invocation
                        .out()
                        .row(
                                TABLE,
                                new Value.Address(invocation.address()),
                                new Value.Quantity(-3),
                                new Value.Text("a name"));
                return Status.OK;
            }),
            dcmd(DcmdSpec.named("length").address(AddressUse.OPTIONAL).countIsLength(), invocation -> {
                invocation.out().text("length " + invocation.count());
                return Status.OK;
            }),
            dcmd(
                    DcmdSpec.named("options")
                            .option(OptionSpec.flag('a', "A flag."))
                            .option(OptionSpec.flag('v', "Another."))
                            .option(OptionSpec.number('c', "cpu", "A number."))
                            .option(OptionSpec.string('f', "name", "A word."))
                            .operands("[word...]")
                            .description("Shows its options."),
                    invocation -> {
                        invocation
                                .out()
                                .text("a=" + invocation.has('a') + " v=" + invocation.has('v') + " c="
                                        + invocation.number('c') + " f=" + invocation.strings('f') + " "
                                        + invocation.arguments());
                        return Status.OK;
                    }),
            dcmd(DcmdSpec.named("raw").parsesItself(), invocation -> {
                invocation.out().text(invocation.arguments().toString());
                return Status.OK;
            }),
            dcmd(DcmdSpec.named("fails").address(AddressUse.OPTIONAL), invocation -> {
                throw new DcmdException("it failed at " + Long.toHexString(invocation.address()));
            }),
            dcmd(DcmdSpec.named("aborts").address(AddressUse.OPTIONAL), invocation -> {
                invocation.warn("it aborts at " + Long.toHexString(invocation.address()));
                return Status.ABORT;
            }),
            dcmd(DcmdSpec.named("breaks"), invocation -> {
                throw new IllegalStateException("unexpected\nthing");
            }),
            dcmd(DcmdSpec.named("faults"), invocation -> {
                throw new MemoryFaultException("virtual", 0x1234, "L4 entry not present");
            }),
            dcmd(DcmdSpec.named("shrinks"), invocation -> {
                throw new InternalError(LOST_MAPPING);
            }),
            dcmd(DcmdSpec.named("overflows"), invocation -> {
                throw new StackOverflowError();
            }),
            dcmd(DcmdSpec.named("exhausts"), invocation -> {
                throw new OutOfMemoryError();
            }),
            dcmd(DcmdSpec.named("target"), invocation -> {
                invocation.out().text(invocation.target().toString());
                return Status.OK;
            }),
            dcmd(DcmdSpec.named("print").operands("text"), invocation -> {
                invocation.out().emit(new Emission.Text(word(invocation)));
                return Status.OK;
            }),
            dcmd(DcmdSpec.named("interrupts"), invocation -> {
                ((DebugSession) invocation.session()).interruption().request();
                invocation.checkInterrupted();
                return Status.OK;
            }),
            dcmd(DcmdSpec.named("again"), invocation -> invocation.session().execute("::again", invocation)),
            dcmd(DcmdSpec.named("quit", "$q"), invocation -> {
                invocation.session().quit();
                return Status.OK;
            }));

    private static String word(Invocation invocation) {
        return switch (invocation.arguments().getFirst()) {
            case DcmdArgument.Word(String text) -> text;
            case DcmdArgument.Immediate(long value) -> Long.toHexString(value);
        };
    }

    private static Dcmd dcmd(DcmdSpec.Builder builder, Function<Invocation, Status> body) {
        DcmdSpec spec = builder.build();
        return new Dcmd() {
            @Override
            public DcmdSpec spec() {
                return spec;
            }

            @Override
            public Status run(Invocation invocation) {
                boolean complete = spec.operands().isEmpty()
                        || spec.operands().startsWith("[")
                        || !invocation.arguments().isEmpty();
                return complete ? body.apply(invocation) : Status.USAGE;
            }
        };
    }

    @Override
    public String name() {
        return "sample";
    }

    @Override
    public List<Dcmd> dcmds() {
        return dcmds;
    }

    @Override
    public List<Walker> walkers() {
        return List.of();
    }
}
