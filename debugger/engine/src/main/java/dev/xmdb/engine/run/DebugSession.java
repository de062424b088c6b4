package dev.xmdb.engine.run;

import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.FormatCharacter;
import dev.xmdb.engine.InterruptedCommandException;
import dev.xmdb.engine.Interruption;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.PrivateSymbols;
import dev.xmdb.engine.SearchPath;
import dev.xmdb.engine.Session;
import dev.xmdb.engine.SessionLog;
import dev.xmdb.engine.Settings;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.Suggestions;
import dev.xmdb.engine.TypeDefinitions;
import dev.xmdb.engine.Variables;
import dev.xmdb.engine.Walker;
import dev.xmdb.engine.eval.Evaluator;
import dev.xmdb.engine.eval.SessionVariables;
import dev.xmdb.engine.file.PathLetters;
import dev.xmdb.engine.file.ShownFile;
import dev.xmdb.engine.format.FormatCatalogue;
import dev.xmdb.engine.names.KnownNames;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.OutputClosedException;
import dev.xmdb.grammar.Expression;
import dev.xmdb.target.Target;
import dev.xmdb.target.disassembly.Disassembler;
import dev.xmdb.target.guest.KernelFile;
import dev.xmdb.target.memory.GuestVirtual;
import dev.xmdb.target.symbols.Symbols;
import dev.xmdb.target.types.Types;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A debugger session: command text goes in, emissions and messages come out. For one thread, apart from {@link #interruption}. */
public final class DebugSession implements Session {
    private final Optional<Target> target;
    private final LoadedModules modules;
    private final Surroundings surroundings;
    private final Settings settings = new Settings();
    private final Interruption interruption = new Interruption();
    private final SessionVariables variables;
    private final PrivateSymbols symbols;
    private final TypeDefinitions types;
    private final KnownNames names;
    private final StringExpressions strings;
    private final Interpreter interpreter;
    private final InputRunner runner;
    private final InputStack inputs = new InputStack();
    private final MacroRunner macros;
    private final Frames frames = new Frames();
    private final Sink.Rendered rendered;
    private final Disassembler disassembler = new Disassembler();
    private final Troubles troubles;

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
        this.modules = new LoadedModules(modules, target);
        this.surroundings = surroundings;
        this.troubles = new Troubles(surroundings);
        this.symbols = new PrivateSymbols(target.map(Target::symbols).orElse(Symbols.NONE));
        this.types = new TypeDefinitions(
                target.map(own -> own.guest().types()).orElse(Types.NONE),
                wordSize(),
                () -> settings.hasFlag(TypeDefinitions.WITHOUT_GUEST));
        this.names = new KnownNames(
                target.map(Target::symbols).orElse(Symbols.NONE),
                target.map(own -> own.guest().types()).orElse(Types.NONE));
        this.rendered = new Sink.Rendered(surroundings.renderer());
        this.variables = new SessionVariables(
                frames::dot,
                frames::dot,
                () -> target.flatMap(Target::registers),
                () -> target.map(own -> own.guest().kernelFile()).orElse(KernelFile.UNKNOWN));
        var evaluator = new Evaluator(new Operands(this, frames));
        this.strings = new StringExpressions(evaluator);
        this.interpreter = new Interpreter(this, evaluator);
        this.runner = new InputRunner(this, interpreter);
        this.macros = new MacroRunner(
                inputs, interpreter, runner, () -> settings.macroPath().folders(PathLetters.of(target)));
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
        troubles.begin();
        macros.forget();
        try {
            inputs.run(new Input(InputText.of(commands, sourceName, firstLine), rendered), runner::run);
        } catch (AbandonedInputException e) {
            troubles.error(String.valueOf(e.getMessage()));
        } catch (InterruptedCommandException e) {
            if (e.isTold()) {
                troubles.report(String.valueOf(e.getMessage()));
            }
            troubles.fail();
        } catch (OutputClosedException e) {
            troubles.fail();
        } finally {
            surroundings.progress().clear();
        }
        try {
            surroundings.renderer().flush();
        } catch (OutputClosedException e) {
            return new Outcome(false, true);
        }
        return new Outcome(!troubles.failed(), isEnding());
    }

    /** The wish to stop the running command; the only part of a session that other threads may touch. */
    public Interruption interruption() {
        return interruption;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** What goes wrong. */
    Troubles troubles() {
        return troubles;
    }

    /** Whether no further command is to be run. */
    boolean isEnding() {
        return quit || rendered.isClosed();
    }

    /** Dot and what moves it. */
    Frames frames() {
        return frames;
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
        return modules.registry().modules();
    }

    @Override
    public List<DebuggerModule> unloaded() {
        return modules.unloaded();
    }

    @Override
    public Optional<Dcmd> dcmd(String name) {
        return modules.registry().dcmd(name);
    }

    /** What a line stands for that begins with an alias; empty for any other. */
    Optional<AliasLine> aliasLine(String line) {
        return settings.aliases()
                ? AliasLine.of(line, name -> modules.registry().alias(name))
                : Optional.empty();
    }

    /** What to say of a name that there is no dcmd of. */
    DcmdException unknown(String name) {
        return modules.unknown(name, () -> new Suggestions(this).dcmd(name));
    }

    @Override
    public Optional<Walker> walker(String name) {
        return modules.registry().walker(name);
    }

    @Override
    public Optional<DebuggerModule> moduleOf(Dcmd dcmd) {
        return modules.registry().owner(dcmd);
    }

    @Override
    public Optional<DebuggerModule> moduleOf(Walker walker) {
        return modules.registry().owner(walker);
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
        return frames.dot();
    }

    @Override
    public void dot(long address) {
        frames.dot(address);
    }

    @Override
    public long increment() {
        return frames.increment();
    }

    @Override
    public void increment(long bytes) {
        frames.increment(bytes);
    }

    @Override
    public long evaluate(String text, long dot) {
        Expression expression = strings.parse(text);
        return frames.apart(dot, () -> strings.evaluate(expression));
    }

    @Override
    public Status execute(String commands, Invocation caller) {
        var input = new Input(InputText.evaluated(commands), sinkOf(caller));
        if (troubles.without(() -> frames.nested(() -> inputs.run(input, runner::run)))) {
            return Status.OK;
        }
        // What is wrong for every value of a pipe is told once.
        return input.isSpoilt() ? Status.ABORT : Status.ERROR;
    }

    private static Sink sinkOf(Invocation caller) {
        return caller instanceof CommandInvocation own ? own.sink() : new Foreign(caller);
    }

    @Override
    public List<String> macros() {
        return macros.names();
    }

    @Override
    public boolean macro(String name, boolean replacing, Invocation caller) {
        return macros.run(name, replacing, caller, sinkOf(caller));
    }

    /** Whether what runs was typed, or is in a script. */
    boolean isAtTop() {
        return inputs.isAtTop();
    }

    @Override
    public String expanded(SearchPath path) {
        return path.expanded(PathLetters.of(target));
    }

    @Override
    public void load(String module) {
        modules.load(module);
    }

    @Override
    public void unload(String module) {
        modules.unload(module);
    }

    @Override
    public void show(String file, Invocation caller) {
        ShownFile.lines(file, line -> {
            caller.checkInterrupted();
            caller.out().text(line);
        });
    }

    @Override
    public SessionLog log() {
        return surroundings.log();
    }

    @Override
    public void endMacro() {
        macros.end();
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
