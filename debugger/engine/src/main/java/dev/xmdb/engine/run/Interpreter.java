package dev.xmdb.engine.run;

import dev.xmdb.engine.DcmdArgument;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.InterruptedCommandException;
import dev.xmdb.engine.PipedRow;
import dev.xmdb.engine.RowDcmd;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.eval.Evaluator;
import dev.xmdb.engine.eval.InvalidExpressionException;
import dev.xmdb.engine.format.PreparedFormat;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.OutputClosedException;
import dev.xmdb.engine.output.TextRenderer;
import dev.xmdb.grammar.Argument;
import dev.xmdb.grammar.Command;
import dev.xmdb.grammar.CommandParser;
import dev.xmdb.grammar.Expression;
import dev.xmdb.grammar.ParsedInput;
import dev.xmdb.grammar.Pipeline;
import dev.xmdb.grammar.Statement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs statements: addresses, counts, pipelines, repetition. */
final class Interpreter {
    private final DebugSession session;
    private final Evaluator evaluator;
    private final CommandRunner runner;
    private @Nullable List<Prepared> last;

    Interpreter(DebugSession session, Evaluator evaluator) {
        this.session = session;
        this.evaluator = evaluator;
        this.runner = new CommandRunner(session);
    }

    /**
     * Runs a statement.
     *
     * @param place where the text stands that it was parsed from, for messages
     * @param input what it belongs to
     * @return whether it could be run: false when it could not even begin, so that what follows it may make no sense either
     */
    boolean statement(Statement statement, Place place, Input input) {
        Sink sink = input.sink();
        boolean evaluated = input.text().evaluated();
        try {
            switch (statement) {
                case Statement.Run run -> run(run, sink, evaluated);
                case Statement.Naked naked -> naked(naked, sink, evaluated);
                case Statement.Shell shell -> {
                    session.surroundings().renderer().flush();
                    ended(session.surroundings().shell().run(shell.command()));
                }
                case Statement.Empty ignored -> {
                    List<Prepared> repeated = last;
                    if (!evaluated
                            && input.text().isTyped()
                            && session.settings().repeatLast()
                            && repeated != null) {
                        pipeline(repeated, false, evaluator.next("\\n"), null, sink);
                    }
                }
            }
            return true;
        } catch (InvalidExpressionException e) {
            input.spoil();
            session.troubles()
                    .error(
                            place.describe(String.valueOf(e.getMessage()), e.token(), e.position()),
                            place.detail("", e.position()));
        } catch (DcmdException e) {
            if (e.isHopeless()) {
                input.spoil();
            }
            session.troubles()
                    .error(new DcmdException(
                            place.describe(String.valueOf(e.getMessage()), statement.position()), e::hint));
        } catch (StackOverflowError e) {
            session.troubles().error("expression is nested too deeply");
        }
        return false;
    }

    private void run(Statement.Run run, Sink sink, boolean evaluated) {
        Expression addressed = run.address();
        Expression counted = run.count();
        long address = addressed == null ? session.dot() : evaluator.evaluate(addressed);
        Long count = counted == null ? null : (Long) evaluator.evaluate(counted);
        List<Prepared> commands = prepare(run.pipeline());
        if (!evaluated) {
            last = commands;
        }
        toShell(run.shell(), sink, to -> pipeline(commands, addressed != null, address, count, to));
    }

    private void naked(Statement.Naked naked, Sink sink, boolean evaluated) {
        Expression addressed = naked.address();
        Expression counted = naked.count();
        long address = addressed == null ? evaluator.next(",") : evaluator.evaluate(addressed);
        Long count = counted == null ? null : (Long) evaluator.evaluate(counted);
        List<Prepared> repeated = last;
        if (evaluated || repeated == null) {
            if (addressed != null) {
                session.dot(address);
                session.increment(0);
            }
            return;
        }
        toShell(naked.shell(), sink, to -> pipeline(repeated, addressed != null, address, count, to));
    }

    private void toShell(@Nullable String command, Sink sink, Consumer<Sink> body) {
        if (command == null) {
            body.accept(sink);
            return;
        }
        session.surroundings().renderer().flush();
        ShellRunner.Feed feed = session.surroundings().shell().feed(command);
        try (feed) {
            body.accept(new Sink.Rendered(new TextRenderer(feed)));
        } catch (IOException e) {
            // A command that stops reading is its own business, as with any pipe to a shell.
            session.surroundings().progress().clear();
        }
        ended(feed.status());
    }

    private void ended(int status) {
        if (status == ShellRunner.INTERRUPTED) {
            // Whoever asks later whether the user wanted an end is to hear so, however late the signal comes to us.
            session.interruption().request();
            throw InterruptedCommandException.silent();
        }
        if (status != 0) {
            session.troubles().error("shell command returned exit status " + status);
        }
    }

    private void pipeline(List<Prepared> commands, boolean hasAddress, long address, @Nullable Long count, Sink sink) {
        boolean[] rows = takingRows(commands);
        Sink next = sink;
        var stages = new ArrayList<PipeSink>();
        for (int i = commands.size() - 1; i > 0; i--) {
            Optional<RowDcmd> taker = commands.get(i).takesRows(rows[i - 1]);
            var stage = new PipeSink(this, commands.get(i), taker, next);
            stages.add(stage);
            next = stage;
        }
        Status status = runner.loop(commands.getFirst(), hasAddress, address, count, next);
        if (status == Status.USAGE || status == Status.ABORT) {
            return;
        }
        for (PipeSink stage : stages.reversed()) {
            try {
                stage.finish();
            } catch (OutputClosedException ignored) {
                // The stage wants no more than it has; one after it may still have something to finish.
            }
        }
        stages.stream().filter(PipeSink::started).findFirst().ifPresent(last -> session.dot(last.dot()));
    }

    /** Which commands of a pipeline work on rows. */
    private static boolean[] takingRows(List<Prepared> commands) {
        var rows = new boolean[commands.size()];
        for (int i = 1; i < rows.length; i++) {
            rows[i] = commands.get(i).takesRows(rows[i - 1]).isPresent();
        }
        return rows;
    }

    /** Lets a stage that takes rows do something with its pass over them. */
    Status passRows(
            Prepared command, RowDcmd taker, LoopMemory memory, Sink sink, Function<RowDcmd.Rows, Status> step) {
        var circumstances = new Circumstances(false, session.dot(), 1, false, true, true, List.of());
        return runner.once(command, circumstances, memory, sink, invocation -> {
            RowDcmd.Rows pass;
            try {
                pass = memory.get(RowDcmd.Rows.class, () -> taker.open(invocation));
            } catch (DcmdException e) {
                // It would fail in the same way for every row.
                session.troubles().report(e);
                return Status.ABORT;
            }
            return step.apply(pass);
        });
    }

    /** A row on its way into a stage that takes rows. */
    PipedRow piped(String dcmd, Emission.Row row) {
        return new PipedRow(dcmd, row, session.variables().bound());
    }

    /** Runs a later stage of a pipeline for one value: its dot is the value, and the dot of the stages before it stays. */
    Status runStage(PipeSink stage, Prepared command, Circumstances circumstances, LoopMemory memory, Sink sink) {
        return session.frames().apart(circumstances.address(), () -> {
            session.frames().lastAddress(circumstances.address());
            try {
                return runner.once(command, circumstances, memory, sink);
            } finally {
                stage.dot(session.dot());
            }
        });
    }

    /**
     * Reads the text that a command sent into a pipe: only values may stand there.
     *
     * @return whether that is so; it was reported when not
     */
    boolean valuesOf(String text, LongConsumer values) {
        ParsedInput input = CommandParser.parse(text);
        for (Statement statement : input.statements()) {
            if (statement instanceof Statement.Empty) {
                continue;
            }
            try {
                if (!(statement instanceof Statement.Naked naked)
                        || naked.count() != null
                        || naked.shell() != null
                        || naked.address() == null) {
                    session.troubles()
                            .error(
                                    Place.STRING.describe("syntax error", text.strip(), statement.position()),
                                    Optional.of("only values may go through a pipe"));
                    return false;
                }
                values.accept(evaluator.evaluate(naked.address()));
            } catch (InvalidExpressionException e) {
                session.troubles()
                        .error(Place.STRING.describe(String.valueOf(e.getMessage()), e.token(), e.position()));
                return false;
            } catch (DcmdException e) {
                session.troubles().error(e);
                return false;
            }
        }
        input.error()
                .ifPresent(e -> session.troubles()
                        .error(
                                Place.STRING.describe(e.message(), e.token(), e.position()),
                                Place.STRING.detail(e.expected(), e.position())));
        return input.error().isEmpty();
    }

    /** Runs something that repeats commands of its own only, and leaves the one to be repeated as it was. */
    <T> T withoutRepetition(Supplier<T> body) {
        List<Prepared> outer = last;
        last = null;
        try {
            return body.get();
        } finally {
            last = outer;
        }
    }

    /** Forgets the command to be repeated. */
    void forgetRepetition() {
        last = null;
    }

    private List<Prepared> prepare(Pipeline pipeline) {
        return pipeline.commands().stream().map(this::prepare).toList();
    }

    private Prepared prepare(Command command) {
        return switch (command) {
            case Command.Format format ->
                new Prepared.OfFormat(PreparedFormat.of(
                        format,
                        evaluator::evaluate,
                        () -> session.disassembler().problem().isEmpty()));
            case Command.WriteOrSearch search ->
                new Prepared.OfSearch(search.verb(), search.letter(), arguments(search.arguments()));
            case Command.Dcmd named -> {
                String name = named.module() == null ? named.name() : named.module() + "`" + named.name();
                var dcmd = session.dcmd(name).orElseThrow(() -> session.unknown(name));
                yield new Prepared.OfDcmd(dcmd, named.name(), arguments(named.arguments()));
            }
            case Command.Assign assign -> new Prepared.OfAssign(assign.cast(), arguments(assign.arguments()));
        };
    }

    private List<DcmdArgument> arguments(List<Argument> arguments) {
        return arguments.stream()
                .<DcmdArgument>map(argument -> switch (argument) {
                    case Argument.Word word -> new DcmdArgument.Word(word.text());
                    case Argument.Immediate immediate ->
                        new DcmdArgument.Immediate(evaluator.evaluate(immediate.expression()));
                })
                .toList();
    }
}
