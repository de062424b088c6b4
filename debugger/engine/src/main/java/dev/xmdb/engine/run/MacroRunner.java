package dev.xmdb.engine.run;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.file.MacroFile;
import dev.xmdb.engine.file.MacroFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs macro files as inputs of a session. */
final class MacroRunner {
    private final InputStack inputs;
    private final Interpreter interpreter;
    private final InputRunner runner;
    private final Supplier<List<Path>> folders;
    private final MacroFiles files = new MacroFiles();

    /**
     * Runs macros among other inputs.
     *
     * @param folders where they are looked for now
     */
    MacroRunner(InputStack inputs, Interpreter interpreter, InputRunner runner, Supplier<List<Path>> folders) {
        this.inputs = inputs;
        this.interpreter = interpreter;
        this.runner = runner;
        this.folders = folders;
    }

    /** Reads every file afresh from now on. */
    void forget() {
        files.forget();
    }

    /** See {@link dev.xmdb.engine.Session#macros}. */
    List<String> names() {
        return MacroFiles.names(folders.get());
    }

    /** See {@link dev.xmdb.engine.Session#macro}. */
    boolean run(String name, boolean replacing, Invocation caller, Sink sink) {
        Optional<MacroFile> found = files.find(name, folders.get());
        if (found.isEmpty()) {
            return false;
        }
        InputText text = InputText.of(found.get());
        Input current = inputs.current();
        boolean inPlace = replacing && !inputs.isAtTop() && !caller.isPipeInput();
        if (inPlace && sink.equals(current.sink())) {
            current.become(text);
            interpreter.forgetRepetition();
            return true;
        }
        interpreter.withoutRepetition(() -> inputs.run(new Input(text, sink), runner::run));
        if (inPlace) {
            current.end();
        }
        return true;
    }

    /** See {@link dev.xmdb.engine.Session#endMacro}. */
    void end() {
        if (inputs.isAtTop()) {
            throw new DcmdException("input stack is empty");
        }
        inputs.current().end();
    }
}
