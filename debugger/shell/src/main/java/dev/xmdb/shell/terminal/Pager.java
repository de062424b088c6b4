package dev.xmdb.shell.terminal;

import dev.xmdb.engine.InterruptedCommandException;
import dev.xmdb.engine.Settings;
import dev.xmdb.engine.output.OutputClosedException;
import dev.xmdb.engine.run.Progress;
import java.io.Flushable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.EnumSet;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.utils.WCWidth;

/**
 * Text for the terminal, stopping after each page for a key as long as the pager is on. Counts the lines that the terminal shows,
 * so a long line counts as often as it wraps.
 */
final class Pager implements Appendable, Flushable {
    private static final String QUESTION = ">> More [<space>, <cr>, q, n, c, a] ? ";
    private static final char ESCAPE = '\033';
    private static final int INTERRUPT = 3;

    private final Terminal terminal;
    private final PrintWriter out;
    private final Progress progress;
    private Settings settings = new Settings();
    private int row;
    private int column;
    private boolean inEscape;
    private boolean toTheEnd;

    Pager(Terminal terminal, Progress progress) {
        this.terminal = terminal;
        this.out = terminal.writer();
        this.progress = progress;
    }

    /** Asks these settings whether to stop. */
    void follow(Settings those) {
        settings = those;
    }

    /** A new line was typed: the page begins again. */
    void begin() {
        row = 0;
        column = 0;
        inEscape = false;
        toTheEnd = false;
    }

    @Override
    public Pager append(CharSequence text) {
        return append(text, 0, text.length());
    }

    @Override
    public Pager append(CharSequence text, int start, int end) {
        progress.clear();
        int written = start;
        int at = start;
        while (at < end) {
            int point = Character.codePointAt(text, at);
            int next = at + Character.charCount(point);
            int cells = cells(point);
            wrap(cells);
            if (row >= pageRows()) {
                out.append(text, written, at);
                written = at;
                ask();
            }
            advance(point, cells);
            at = next;
        }
        out.append(text, written, end);
        return this;
    }

    @Override
    public Pager append(char c) {
        return append(String.valueOf(c), 0, 1);
    }

    @Override
    public void flush() {
        if (out.checkError()) {
            throw new OutputClosedException("the terminal is gone");
        }
    }

    private int pageRows() {
        int height = terminal.getHeight();
        return settings.pager() && !toTheEnd && height > 1 ? height - 1 : Integer.MAX_VALUE;
    }

    /** How many columns a character takes where it stands; 0 for what only controls. */
    private int cells(int point) {
        return inEscape || point < ' ' ? 0 : Math.max(0, WCWidth.wcwidth(point));
    }

    /** Begins a line when the next character does not fit in this one. */
    private void wrap(int cells) {
        int width = terminal.getWidth();
        if (width > 0 && cells > 0 && column + cells > width) {
            row++;
            column = 0;
        }
    }

    private void advance(int point, int cells) {
        if (inEscape) {
            inEscape = !Character.isLetter(point);
        } else if (point == ESCAPE) {
            inEscape = true;
        } else if (point == '\n') {
            row++;
            column = 0;
        } else if (point == '\t') {
            column = (column / 8 + 1) * 8;
        } else {
            column += cells;
        }
    }

    private void ask() {
        out.append(QUESTION);
        flush();
        int key = key();
        out.append('\r').append(" ".repeat(QUESTION.length())).append('\r');
        switch (key) {
            case '\r', '\n' -> row = Math.max(0, row - 1);
            case 'c', -1 -> toTheEnd = true;
            case 'q', 'Q', 'n', 'N' -> throw left(InterruptedCommandException.ofOneCommand());
            case 'a', 'A', INTERRUPT -> throw left(InterruptedCommandException.silent());
            default -> row = 0;
        }
    }

    /** What is printed after this begins a page of its own. */
    private InterruptedCommandException left(InterruptedCommandException how) {
        flush();
        begin();
        return how;
    }

    /** One key; -1 when there will be none. Ctrl-C arrives as a key too, because a signal would not end the reading. */
    private int key() {
        Attributes before = terminal.getAttributes();
        var raw = new Attributes(before);
        raw.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.ISIG), false);
        raw.setInputFlags(EnumSet.of(InputFlag.ICRNL, InputFlag.INLCR), false);
        raw.setControlChar(ControlChar.VMIN, 1);
        raw.setControlChar(ControlChar.VTIME, 0);
        terminal.setAttributes(raw);
        try {
            return terminal.reader().read();
        } catch (IOException e) {
            return -1;
        } finally {
            terminal.setAttributes(before);
        }
    }
}
