package dev.xmdb.dcmds;

import dev.xmdb.sim.truth.Facts;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Stacks of a simulated domain as a debugger writes them, made from the truth about them. */
public final class TrueStacks {
    private TrueStacks() {}

    /** The code of a frame: {@code function+0x1f}. */
    public static String place(Facts frame) {
        long offset = frame.number("offset");
        return frame.text("function")
                + (offset == 0 ? "" : offset < 10 ? "+" + offset : String.format(Locale.ROOT, "+0x%x", offset));
    }

    /** A frame as {@code $c} writes it. */
    public static String call(Facts frame) {
        return place(frame) + "("
                + frame.numbers("arguments").stream().map(Long::toHexString).collect(Collectors.joining(", ")) + ")";
    }

    /** A frame as {@code $C} writes it. */
    public static String callWithFramePointer(Facts frame) {
        return Long.toHexString(frame.number("fp")) + " " + call(frame);
    }

    /** Frames as lines, each after some blanks. */
    public static String lines(List<String> frames, int indent) {
        return frames.stream().map(each -> " ".repeat(indent) + each + "\n").collect(Collectors.joining());
    }
}
