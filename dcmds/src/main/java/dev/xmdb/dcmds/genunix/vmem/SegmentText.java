package dev.xmdb.dcmds.genunix.vmem;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.genunix.kmem.StackText;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.target.guest.solaris.vmem.VmemSegment;
import java.util.Locale;

/** A segment in full, as {@code ::vmem_seg -v} and whatever shows one print it. */
public final class SegmentText {
    private SegmentText() {}

    /** Two lines above the values. */
    public static String header() {
        return String.format(Locale.ROOT, "%16s %4s %16s %16s %16s", "ADDR", "TYPE", "START", "END", "SIZE")
                + "\n"
                + String.format(Locale.ROOT, "%16s %4s %16s %16s %16s", "", "", "THREAD", "TIMESTAMP", "");
    }

    /** The kind of a segment in four letters; its number when the kernel has no such kind. */
    static String kind(VmemSegment segment) {
        return segment.kind().map(VmemSegment.Kind::word).orElseGet(() -> Integer.toHexString(segment.code()));
    }

    /** The values, the stack below them, and an empty line. */
    public static String block(Layout layout, VmemSegment segment) {
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "%16x %4s %16x %16x %16d",
                segment.address(),
                kind(segment),
                segment.start(),
                segment.end(),
                segment.size()));
        if (segment.thread() != 0 || segment.timestamp() != 0) {
            text.append(
                    String.format(Locale.ROOT, "\n%16s %4s %16x %16x", "", "", segment.thread(), segment.timestamp()));
        }
        StackText.lines(text, layout, segment.stack());
        return text.append('\n').toString();
    }

    /** The segment as fields of a row. */
    public static Fields fields(Layout layout, VmemSegment segment) {
        return new Fields()
                .address("addr", segment.address())
                .text("type", kind(segment))
                .address("start", segment.start())
                .address("end", segment.end())
                .quantity("size", segment.size())
                .address("thread", segment.thread())
                .address("timestamp", segment.timestamp())
                .add("who", StackText.callerValue(layout, segment.stack()))
                .add("stack", StackText.value(layout, segment.stack()));
    }
}
