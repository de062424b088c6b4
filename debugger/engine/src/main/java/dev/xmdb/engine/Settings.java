package dev.xmdb.engine;

import dev.xmdb.target.disassembly.CpuMode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What the user can adjust ({@code ::set}, {@code $d}, {@code $s}, {@code $w}, {@code $V}). */
public final class Settings {
    private static final String PROMPT = "> ";

    private int radix = 16;
    private int columns = 80;
    private boolean autowrap = true;
    private boolean repeatLast;
    private boolean pager = true;
    private boolean aliases = true;
    private long symbolDistance;
    private int arrayMemberLimit = 32;
    private int arrayStringLimit = 1024;
    private String prompt = PROMPT;
    private SearchPath macroPath = new SearchPath("");
    private SearchPath modulePath = new SearchPath("");
    private boolean adb;
    private boolean ignoresEnd;
    private String terminal = "";
    private String execMode = "ask";
    private String forkMode = "ask";
    private final Set<String> flags = new HashSet<>(Set.of("write_readback"));
    private Optional<CpuMode> cpuMode = Optional.empty();

    /** Starts with mdb's defaults. */
    public Settings() {}

    /** Default radix of numbers that are read and printed, 2 to 16. */
    public int radix() {
        return radix;
    }

    /**
     * Sets the default radix.
     *
     * @throws DcmdException when it is not from 2 to 16
     */
    public void radix(int value) {
        if (value < 2 || value > 16) {
            throw new DcmdException("expected radix from 2 to 16");
        }
        radix = value;
    }

    /** Width of output in columns. */
    public int columns() {
        return columns;
    }

    /** Sets the width of output. */
    public void columns(int value) {
        columns = Math.max(1, value);
    }

    /** Whether a formatted item that does not fit in a line begins the next one. */
    public boolean autowrap() {
        return autowrap;
    }

    /** Turns wrapping on or off. */
    public void autowrap(boolean value) {
        autowrap = value;
    }

    /** Whether an empty line runs the last command again, at the next address. */
    public boolean repeatLast() {
        return repeatLast;
    }

    /** Turns repetition by an empty line on or off. */
    public void repeatLast(boolean value) {
        repeatLast = value;
    }

    /** Whether long output stops at every page of a terminal. */
    public boolean pager() {
        return pager;
    }

    /** Turns the pager on or off. */
    public void pager(boolean value) {
        pager = value;
    }

    /** Whether commands of other debuggers are understood ({@link CommandAlias}). */
    public boolean aliases() {
        return aliases;
    }

    /** Turns aliases on or off. */
    public void aliases(boolean value) {
        aliases = value;
    }

    /** How far below an address its symbol may lie, in bytes; 0 is smart mode: within the symbol's size. */
    public long symbolDistance() {
        return symbolDistance;
    }

    /** Sets the symbol distance. */
    public void symbolDistance(long value) {
        symbolDistance = value;
    }

    /** How many members of an array are printed; -1 prints all. */
    public int arrayMemberLimit() {
        return arrayMemberLimit;
    }

    /** Sets the array limit. */
    public void arrayMemberLimit(int value) {
        arrayMemberLimit = value;
    }

    /** How many characters of a character array are printed; -1 prints all. */
    public int arrayStringLimit() {
        return arrayStringLimit;
    }

    /** Sets the character array limit. */
    public void arrayStringLimit(int value) {
        arrayStringLimit = value;
    }

    /** The prompt. */
    public String prompt() {
        return prompt;
    }

    /** Sets the prompt, cut to 35 characters. */
    public void prompt(String value) {
        prompt = value.length() > 35 ? value.substring(0, 35) : value;
    }

    /** Whether the session behaves more like adb. */
    public boolean adb() {
        return adb;
    }

    /** Makes the session behave like adb, without a prompt and a pager, with an empty line to repeat a command; or as mdb again. */
    public void adb(boolean value) {
        adb = value;
        pager = !value;
        repeatLast = value;
        prompt = value ? "" : PROMPT;
    }

    /** Whether the end of input at a terminal does not leave the debugger. */
    public boolean ignoresEnd() {
        return ignoresEnd;
    }

    /** Sets what the end of input at a terminal does. */
    public void ignoresEnd(boolean value) {
        ignoresEnd = value;
    }

    /** The type of the terminal; empty when it is not known. */
    public String terminal() {
        return terminal;
    }

    /** Sets the type of the terminal. */
    public void terminal(String value) {
        terminal = value;
    }

    /** What mdb would do when a program runs another one; kept for scripts that ask. */
    public String execMode() {
        return execMode;
    }

    /** Keeps what mdb would do when a program runs another one. */
    public void execMode(String value) {
        execMode = value;
    }

    /** What mdb would do when a program forks; kept for scripts that ask. */
    public String forkMode() {
        return forkMode;
    }

    /** Keeps what mdb would do when a program forks. */
    public void forkMode(String value) {
        forkMode = value;
    }

    /** Whether an option of mdb's is on that means nothing for an image. */
    public boolean hasFlag(String name) {
        return flags.contains(name);
    }

    /** Keeps whether an option of mdb's is on that means nothing for an image. */
    public void flag(String name, boolean value) {
        if (value) {
            flags.add(name);
        } else {
            flags.remove(name);
        }
    }

    /** Where macro files are looked for. */
    public SearchPath macroPath() {
        return macroPath;
    }

    /** Sets where macro files are looked for. */
    public void macroPath(SearchPath value) {
        macroPath = value;
    }

    /** Where modules would be looked for, if there were others than the built-in ones. */
    public SearchPath modulePath() {
        return modulePath;
    }

    /** Sets where modules would be looked for. */
    public void modulePath(SearchPath value) {
        modulePath = value;
    }

    /** How code is disassembled; empty to follow the target. */
    public Optional<CpuMode> cpuMode() {
        return cpuMode;
    }

    /** Sets how code is disassembled. */
    public void cpuMode(CpuMode value) {
        cpuMode = Optional.of(value);
    }
}
