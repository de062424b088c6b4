package dev.xmdb.dcmds.genunix.cpu;

import dev.xmdb.target.guest.solaris.cpu.Cpu;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The drawing under a CPU's line: from its flags, its runnable threads and its interrupt level, lines lead down to their lists. The
 * flags stand to the left of what the others draw.
 */
final class CpuDrawing {
    private static final int ID_COLUMNS = 3;
    private static final int LEVEL_INDENT = 4;

    private final int pointerDigits;
    private final int flagColumn;
    private final int listColumn;
    private final List<String> left = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private int nextLeft;

    /**
     * A drawing.
     *
     * @param pointerDigits columns of a pointer
     * @param flags the CPU's flags
     */
    CpuDrawing(int pointerDigits, long flags) {
        this.pointerDigits = pointerDigits;
        this.flagColumn = ID_COLUMNS + pointerDigits + 4;
        this.listColumn = ID_COLUMNS + pointerDigits + 9;
        for (Cpu.Flag flag : Cpu.Flag.values()) {
            if (flag.isSet(flags)) {
                if (left.isEmpty()) {
                    left.add(padded(" ".repeat(flagColumn) + "|"));
                }
                String name = String.format(Locale.ROOT, "%" + (ID_COLUMNS + pointerDigits) + "s ", flag);
                left.add(padded(left.size() == 1 ? name + "<--+" : name));
            }
        }
    }

    private String padded(String text) {
        return text + " ".repeat(Math.max(0, listColumn - text.length()));
    }

    private void line(String right) {
        lines.add((nextLeft < left.size() ? left.get(nextLeft++) : " ".repeat(listColumn)) + right);
    }

    private String number(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }

    private String pointer(long address) {
        return String.format(Locale.ROOT, "%0" + pointerDigits + "x", address);
    }

    /**
     * An interrupt thread on the CPU.
     *
     * @param level its interrupt level; null for the thread that was interrupted
     * @param thread its address
     * @param name its process; empty for an interrupt thread
     */
    record Interrupted(String level, long thread, String name) {}

    /** Draws the interrupt threads. */
    void levels(List<Interrupted> threads, boolean queueFollows) {
        String bar = (queueFollows ? "|" : " ") + " ".repeat(LEVEL_INDENT);
        line(bar + "|");
        line(bar + "+--> PIL THREAD");
        for (Interrupted each : threads) {
            line(bar + "     " + number("%3s ", each.level()) + pointer(each.thread())
                    + (each.name().isEmpty() ? "" : " " + each.name()));
        }
    }

    /** Draws the queue. */
    void queue(List<String> threads) {
        line("|");
        threads.forEach(this::line);
    }

    /** Everything that was drawn. */
    List<String> lines() {
        while (nextLeft < left.size()) {
            line("");
        }
        return lines;
    }
}
