package dev.xmdb.dcmds.genunix.timer;

import dev.xmdb.target.guest.solaris.timer.CyclicCpu;
import java.util.Arrays;
import java.util.List;

/** A CPU's heap of cyclics as a tree of their places, 78 columns wide: where there is no room for branches, children stand below. */
final class HeapPicture {
    private static final int WIDTH = 78;
    private static final int LINES_PER_LEVEL = 3;
    /** The least room that two branches need. */
    private static final int NARROW = 5;

    private static final int DEEPEST = 24;

    private final CyclicCpu cpu;
    private final char[][] lines;

    private HeapPicture(CyclicCpu cpu) {
        this.cpu = cpu;
        int levels = 1;
        while (levels < DEEPEST && (1 << levels) < cpu.elements()) {
            levels++;
        }
        lines = new char[(levels + 2) * LINES_PER_LEVEL][WIDTH];
        for (char[] line : lines) {
            Arrays.fill(line, ' ');
        }
    }

    /** Its lines, without those that are empty. */
    static List<String> of(CyclicCpu cpu) {
        var picture = new HeapPicture(cpu);
        if (cpu.elements() > 0) {
            picture.node(0, 1, WIDTH, 0);
        }
        return Arrays.stream(picture.lines)
                .map(line -> String.valueOf(line).stripTrailing())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private void put(int line, int column, String text) {
        if (line < lines.length) {
            for (int i = 0; i < text.length(); i++) {
                if (column + i >= 0 && column + i < WIDTH) {
                    lines[line][column + i] = text.charAt(i);
                }
            }
        }
    }

    private void node(int place, int left, int right, int line) {
        int middle = left + (right - left) / 2;
        int leftChild = 2 * place + 1;
        int rightChild = leftChild + 1;
        put(line, middle - 1, label(place));
        if (right - left <= NARROW) {
            if (leftChild < cpu.elements()) {
                put(line + 1, middle - 1, "L" + cpu.heap().get(leftChild));
            }
            if (rightChild < cpu.elements()) {
                put(line + 2, middle - 1, "R" + cpu.heap().get(rightChild));
            }
            return;
        }
        int quarter = (right - left) / 4;
        put(line + 1, middle, "|");
        put(line + 2, left + quarter, "-".repeat(right - left - 2 * quarter));
        put(line + 2, left + quarter, "+");
        put(line + 2, right - quarter - 1, "+");
        put(line + 2, middle, "+");
        if (leftChild < cpu.elements()) {
            node(leftChild, left, middle, line + LINES_PER_LEVEL);
        }
        if (rightChild < cpu.elements()) {
            node(rightChild, middle, right, line + LINES_PER_LEVEL);
        }
    }

    /** Three columns: a number of two digits leans towards its parent. */
    private String label(int place) {
        String number = String.valueOf(cpu.heap().get(place));
        return switch (number.length()) {
            case 1 -> " " + number;
            case 2 -> place % 2 == 1 ? " " + number : number + " ";
            default -> number;
        };
    }
}
