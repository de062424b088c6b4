package dev.xmdb.engine;

import dev.xmdb.engine.names.KnownNames;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.target.Target;
import dev.xmdb.target.disassembly.CpuMode;
import dev.xmdb.target.disassembly.Disassembler;
import dev.xmdb.target.memory.GuestVirtual;
import java.util.List;
import java.util.Optional;

/** What persists from one command to the next. */
public interface Session {

    /** The target, its virtual memory as {@link #context} says; empty for a calculator. */
    Optional<Target> target();

    /**
     * Chooses what virtual addresses mean to the commands that follow: addresses in a space other than the target's own.
     *
     * @param space the space; empty for the target's own
     */
    void context(Optional<GuestVirtual> space);

    /** The types that commands may name: what the user defined, and those of the target's guest. */
    TypeDefinitions types();

    /** The names of symbols and types, for completing and correcting what somebody types. */
    KnownNames names();

    /** The symbols that commands may name: what the user added, and those of the target. */
    PrivateSymbols symbols();

    /** Every module, in load order, with what of it suits the target. */
    List<DebuggerModule> modules();

    /** The modules that {@link #unload} took away, with what of them would suit the target. */
    default List<DebuggerModule> unloaded() {
        return List.of();
    }

    /** A dcmd by the name it is typed with, without {@code ::}: {@code status}, {@code $r}, {@code core`status}. */
    Optional<Dcmd> dcmd(String name);

    /** A walker by name. */
    Optional<Walker> walker(String name);

    /** Default radix of numbers, 2 to 16; 16 at the start. */
    default int radix() {
        return settings().radix();
    }

    /** Sets the default radix. */
    default void radix(int radix) {
        settings().radix(radix);
    }

    /** Decodes instructions. Loads nothing before the first one. */
    Disassembler disassembler();

    /** How code is decoded: as the user said, else as the target's pointers are wide. */
    default CpuMode cpuMode() {
        return settings()
                .cpuMode()
                .orElseGet(
                        () -> CpuMode.ofWordSize(target().map(Target::wordSize).orElse(Long.BYTES)));
    }

    /** What the user can adjust. */
    Settings settings();

    /** The variables. */
    Variables variables();

    /** Every format character, in ASCII order. */
    List<FormatCharacter> formats();

    /** How numbers, pointers and symbols are printed now. */
    Layout layout();

    /** The module that a dcmd belongs to. */
    default Optional<DebuggerModule> moduleOf(Dcmd dcmd) {
        return modules().stream().filter(m -> m.dcmds().contains(dcmd)).findFirst();
    }

    /** The module that a walker belongs to. */
    default Optional<DebuggerModule> moduleOf(Walker walker) {
        return modules().stream().filter(m -> m.walkers().contains(walker)).findFirst();
    }

    /** Dot. */
    long dot();

    /** Moves dot. */
    void dot(long address);

    /** The increment: how far the last format verb moved, which {@code +} and {@code ^} use and a count adds to dot. */
    long increment();

    /** Sets the increment; within a loop, dot moves by it before the next run. */
    void increment(long bytes);

    /**
     * Evaluates an expression.
     *
     * @param expression its text
     * @param dot dot while it is evaluated
     * @throws DcmdException when it cannot be parsed or evaluated
     */
    long evaluate(String expression, long dot);

    /**
     * Runs commands as if they were typed, with output to the given invocation's output.
     *
     * @param commands their text
     * @param caller whose output and interruption they share
     */
    Status execute(String commands, Invocation caller);

    /** The names of the macro files in the folders of {@link Settings#macroPath}, in order; when there are very many, some of them. */
    default List<String> macros() {
        return List.of();
    }

    /** A search path with what the target calls itself put in. */
    String expanded(SearchPath path);

    /**
     * Brings back a module that was unloaded.
     *
     * @throws DcmdException when it is loaded, or there is none of that name
     */
    void load(String module);

    /**
     * Forgets a module's dcmds and walkers.
     *
     * @throws DcmdException when it is not loaded
     */
    void unload(String module);

    /**
     * Prints the lines of a file.
     *
     * @param file its path
     * @param caller whose output and interruption it shares
     * @throws DcmdException when it cannot be read
     */
    void show(String file, Invocation caller);

    /** The log. */
    SessionLog log();

    /**
     * Runs a macro file. What goes wrong in it is told, and does not fail the command that runs it.
     *
     * @param name a file's path when it has a slash in it, else its name in a folder of {@link Settings#macroPath}
     * @param replacing whether it takes the place of what is left of the macro or string that the command belongs to; at the top and in
     *     a pipe it does not
     * @param caller whose output and interruption it shares
     * @return whether there is such a file
     * @throws DcmdException when it cannot be read
     */
    boolean macro(String name, boolean replacing, Invocation caller);

    /**
     * Ends the macro or string that the command belongs to.
     *
     * @throws DcmdException when it belongs to none
     */
    void endMacro();

    /** An address as {@code symbol+off}, or {@code 0xaddr} where no symbol covers it. */
    default String label(long address) {
        return layout().label(address);
    }

    /** A number in the default radix, without a prefix. */
    default String number(long value) {
        return layout().number(value);
    }

    /** A number in the default radix, with its prefix unless it is the same in every radix ({@code 9}, {@code 0xa}). */
    default String markedNumber(long value) {
        return layout().markedNumber(value);
    }

    /** Asks the shell to end the session after this command. */
    void quit();
}
