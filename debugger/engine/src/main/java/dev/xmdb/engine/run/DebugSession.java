package dev.xmdb.engine.run;

import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.FormatCharacter;
import dev.xmdb.engine.InterruptedCommandException;
import dev.xmdb.engine.Interruption;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.PrivateSymbols;
import dev.xmdb.engine.Session;
import dev.xmdb.engine.Settings;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.Suggestions;
import dev.xmdb.engine.TypeDefinitions;
import dev.xmdb.engine.Variables;
import dev.xmdb.engine.Walker;
import dev.xmdb.engine.eval.EvaluationContext;
import dev.xmdb.engine.eval.Evaluator;
import dev.xmdb.engine.eval.SessionVariables;
import dev.xmdb.engine.format.FormatCatalogue;
import dev.xmdb.engine.names.KnownNames;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.OutputClosedException;
import dev.xmdb.grammar.Expression;
import dev.xmdb.target.Target;
import dev.xmdb.target.disassembly.Disassembler;
import dev.xmdb.target.memory.GuestVirtual;
import dev.xmdb.target.symbols.Symbols;
import dev.xmdb.target.types.Types;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A debugger session: command text goes in, emissions and messages come out. For one thread, apart from {@link #interruption}. */
public final class DebugSession implements Session {
    private static final int DEEPEST_NESTING = 64;

    private final Optional<Target> target;
    private final Registry registry;
    private final Surroundings surroundings;
    private final Settings settings = new Settings();
    private final Interruption interruption = new Interruption();
    private final SessionVariables variables;
    private final PrivateSymbols symbols;
    private final TypeDefinitions types;
    private final KnownNames names;
    private final StringExpressions strings;
    private final Interpreter interpreter;
    private final Sink.Rendered rendered;
    private final Disassembler disassembler = new Disassembler();

    private Frame frame = new Frame(0);
    private int nesting;
    private long increment;
    private long lastAddress;
    private boolean incrementSet;
    private boolean failed;
    private boolean quit;
    private Optional<Target> inContext;

    /**
     * A session.
     *
     * @param target what is debugged; empty for a calculator
     * @param modules dcmds and walkers, see {@link Modules#load}
     * @param surroundings where output and messages go
     */
    public DebugSession(Optional<Target> target, List<DebuggerModule> modules, Surroundings surroundings) {
        this.target = target;
        this.inContext = target;
        this.registry = new Registry(modules, target);
        this.surroundings = surroundings;
        this.symbols = new PrivateSymbols(target.map(Target::symbols).orElse(Symbols.NONE));
        this.types = new TypeDefinitions(target.map(own -> own.guest().types()).orElse(Types.NONE), wordSize());
        this.names = new KnownNames(
                target.map(Target::symbols).orElse(Symbols.NONE),
                target.map(own -> own.guest().types()).orElse(Types.NONE));
        this.rendered = new Sink.Rendered(surroundings.renderer());
        this.variables = new SessionVariables(() -> frame.dot(), this::dot, () -> target.flatMap(Target::registers));
        var evaluator = new Evaluator(new EvaluationContext() {
            @Override
            public long dot() {
                return frame.dot();
            }

            @Override
            public long increment() {
                return increment;
            }

            @Override
            public long lastAddress() {
                return lastAddress;
            }

            @Override
            public int radix() {
                return settings.radix();
            }

            @Override
            public Variables variables() {
                return variables;
            }

            @Override
            public Symbols symbols() {
                return symbols;
            }

            @Override
            public Optional<Target> target() {
                return inContext;
            }

            @Override
            public Optional<String> nearSymbol(Expression.Symbol unknown) {
                String object = unknown.object();
                var suggestions = new Suggestions(DebugSession.this);
                return object == null ? suggestions.symbol(unknown.name()) : suggestions.symbol(object, unknown.name());
            }

            @Override
            public Optional<String> nearVariable(String unknown) {
                return new Suggestions(DebugSession.this).variable(unknown);
            }
        });
        this.strings = new StringExpressions(evaluator);
        this.interpreter = new Interpreter(this, evaluator);
    }

    /**
     * Runs command text. Never throws for anything that a command, an image or the text itself does.
     *
     * @param commands any number of lines
     * @param sourceName the file they come from, for messages; empty for text that was typed
     */
    public Outcome run(String commands, String sourceName) {
        return run(commands, sourceName, 1);
    }

    /**
     * Runs a part of a file.
     *
     * @param commands any number of lines
     * @param sourceName the file they come from, for messages
     * @param firstLine number in it of the first of them, from 1
     */
    public Outcome run(String commands, String sourceName, int firstLine) {
        interruption.clear();
        failed = false;
        int line = firstLine;
        try {
            for (String text : lines(commands)) {
                line(text, new Place(sourceName, line++));
                if (isEnding()) {
                    break;
                }
            }
        } catch (InterruptedCommandException e) {
            error("interrupted");
        } catch (OutputClosedException e) {
            fail();
        } finally {
            surroundings.progress().clear();
        }
        try {
            surroundings.renderer().flush();
        } catch (OutputClosedException e) {
            fail();
            return new Outcome(false, true);
        }
        return new Outcome(!failed, isEnding());
    }

    private void line(String text, Place place) {
        try {
            interpreter.line(text, place, rendered);
        } catch (InterruptedCommandException | OutputClosedException e) {
            throw e;
        } catch (VirtualMachineError | RuntimeException e) {
            error(UnexpectedFailure.sentence("this line", e));
        }
    }

    private static List<String> lines(String commands) {
        List<String> lines = List.of(commands.split("\r?\n", -1));
        return lines.size() > 1 && lines.getLast().isEmpty() ? lines.subList(0, lines.size() - 1) : lines;
    }

    /** The wish to stop the running command; the only part of a session that other threads may touch. */
    public Interruption interruption() {
        return interruption;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** Tells the user what went wrong, and remembers that something did. */
    void error(String message) {
        report(message);
        fail();
    }

    /** Tells the user what went wrong and what may have been meant, and remembers that something did. */
    void error(DcmdException failure) {
        report(failure);
        fail();
    }

    /** Tells the user what went wrong and what may have been meant. */
    void report(DcmdException failure) {
        report(String.valueOf(failure.getMessage()));
        failure.hint().ifPresent(this::report);
    }

    /** Tells the user something. */
    void report(String message) {
        errors().message(message);
    }

    /** Where messages go, once everything that was printed before them can be seen. */
    ErrorSink errors() {
        surroundings.progress().clear();
        try {
            surroundings.renderer().flush();
        } catch (OutputClosedException e) {
            // The next emission finds that out again; a message is no reason to stop.
            fail();
        }
        return surroundings.errors();
    }

    void fail() {
        failed = true;
    }

    /** Whether no further command is to be run. */
    boolean isEnding() {
        return quit || rendered.isClosed();
    }

    /** Forgets whether the increment was set. */
    void beginRun() {
        incrementSet = false;
    }

    /** How far the last run moves dot for the next one. */
    long incrementOfRun() {
        return incrementSet ? increment : 0;
    }

    void lastAddress(long address) {
        lastAddress = address;
    }

    /** Runs something with a dot of its own; an increment that it sets does not move the dot of a loop around it. */
    <T> T inFrame(long dot, Supplier<T> body) {
        Frame outer = frame;
        boolean setOutside = incrementSet;
        long incrementOutside = increment;
        frame = new Frame(dot);
        try {
            return body.get();
        } finally {
            frame = outer;
            incrementSet = setOutside;
            if (setOutside) {
                increment = incrementOutside;
            }
        }
    }

    @Override
    public Optional<Target> target() {
        return inContext;
    }

    @Override
    public void context(Optional<GuestVirtual> space) {
        inContext = target.map(own ->
                space.<Target>map(chosen -> new TargetInContext(own, chosen)).orElse(own));
    }

    @Override
    public Disassembler disassembler() {
        return disassembler;
    }

    @Override
    public PrivateSymbols symbols() {
        return symbols;
    }

    @Override
    public KnownNames names() {
        return names;
    }

    @Override
    public TypeDefinitions types() {
        return types;
    }

    @Override
    public List<DebuggerModule> modules() {
        return registry.modules();
    }

    @Override
    public Optional<Dcmd> dcmd(String name) {
        return registry.dcmd(name);
    }

    /** What a line stands for that begins with an alias; empty for any other. */
    Optional<AliasLine> aliasLine(String line) {
        return settings.aliases() ? AliasLine.of(line, registry::alias) : Optional.empty();
    }

    /** What to say of a name that there is no dcmd of. */
    DcmdException unknown(String name) {
        String message = "invalid command '" + DcmdSpec.typed(name) + "': ";
        return registry.guestOf(name)
                .map(kind -> new DcmdException(message + "it needs a " + kind + " guest, and this one is "
                        + target.map(own -> own.guest().kind()).orElse("none")))
                .orElseGet(
                        () -> new DcmdException(message + "unknown dcmd name", () -> new Suggestions(this).dcmd(name)));
    }

    @Override
    public Optional<Walker> walker(String name) {
        return registry.walker(name);
    }

    @Override
    public Optional<DebuggerModule> moduleOf(Dcmd dcmd) {
        return registry.owner(dcmd);
    }

    @Override
    public Optional<DebuggerModule> moduleOf(Walker walker) {
        return registry.owner(walker);
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public Variables variables() {
        return variables;
    }

    @Override
    public List<FormatCharacter> formats() {
        return FormatCatalogue.all(wordSize());
    }

    private int wordSize() {
        return target.map(Target::wordSize).orElse(8);
    }

    @Override
    public Layout layout() {
        return new Layout(2 * wordSize(), settings.radix(), this::place);
    }

    private Layout.@Nullable Place place(long address) {
        long distance = settings.symbolDistance();
        return (distance == 0 ? symbols.at(address) : symbols.at(address, distance))
                .map(hit -> new Layout.Place(hit.name(), hit.offset()))
                .orElse(null);
    }

    @Override
    public long dot() {
        return frame.dot();
    }

    @Override
    public void dot(long address) {
        frame.dot(address);
    }

    @Override
    public long increment() {
        return increment;
    }

    @Override
    public void increment(long bytes) {
        increment = bytes;
        incrementSet = true;
    }

    @Override
    public long evaluate(String text, long dot) {
        Expression expression = strings.parse(text);
        return inFrame(dot, () -> strings.evaluate(expression));
    }

    @Override
    public Status execute(String commands, Invocation caller) {
        if (nesting >= DEEPEST_NESTING) {
            throw new DcmdException("commands are nested too deeply (more than " + DEEPEST_NESTING + " levels)");
        }
        Sink sink = caller instanceof CommandInvocation own ? own.sink() : new Foreign(caller);
        Frame outer = frame;
        frame = new Frame(outer.dot());
        nesting++;
        boolean before = failed;
        failed = false;
        try {
            boolean complete = interpreter.string(commands, sink);
            outer.dot(frame.dot());
            return complete && !failed ? Status.OK : Status.ERROR;
        } finally {
            failed |= before;
            nesting--;
            frame = outer;
        }
    }

    /** The output of an invocation that another session made. */
    private record Foreign(Invocation caller) implements Sink {
        @Override
        public void accept(String dcmd, Emission emission) {
            caller.out().emit(emission);
        }

        @Override
        public boolean isPipe() {
            return caller.isPipeOutput();
        }

        @Override
        public boolean isClosed() {
            return false;
        }
    }

    @Override
    public void quit() {
        quit = true;
    }
}
