package dev.xmdb.engine;

import dev.xmdb.target.disassembly.CpuMode;
import java.util.Optional;

/** What the user can adjust ({@code ::set}, {@code $d}, {@code $s}, {@code $w}, {@code $V}). */
public final class Settings {
    private int radix = 16;
    private int columns = 80;
    private boolean autowrap = true;
    private boolean repeatLast;
    private boolean pager = true;
    private boolean aliases = true;
    private long symbolDistance;
    private int arrayMemberLimit = 32;
    private int arrayStringLimit = 1024;
    private String prompt = "> ";
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

    /** How code is disassembled; empty to follow the target. */
    public Optional<CpuMode> cpuMode() {
        return cpuMode;
    }

    /** Sets how code is disassembled. */
    public void cpuMode(CpuMode value) {
        cpuMode = Optional.of(value);
    }
}
