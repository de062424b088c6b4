package dev.xmdb.dcmds.genunix.kmem;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.target.guest.solaris.kmem.Bufctl;
import java.util.Locale;

/** What an audited bufctl recorded, as {@code ::bufctl -v} and whatever shows such a record print it. */
public final class BufctlText {
    /** Two lines above the values. */
    static final String HEADER = String.format(
            Locale.ROOT,
            "%16s %16s %16s %16s%n%16s %16s %16s %16s",
            "ADDR",
            "BUFADDR",
            "TIMESTAMP",
            "THREAD",
            "",
            "CACHE",
            "LASTLOG",
            "CONTENTS");

    private BufctlText() {}

    /** The two lines above the values. */
    public static String header() {
        return HEADER.replace(System.lineSeparator(), "\n");
    }

    /** The values, the stack below them, and an empty line. */
    public static String block(Layout layout, Bufctl bufctl) {
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "%16x %16x %16x %16x\n%16s %16x %16x %16x",
                bufctl.address(),
                bufctl.buffer(),
                bufctl.timestamp(),
                bufctl.thread(),
                "",
                bufctl.cache(),
                bufctl.lastLog(),
                bufctl.contents()));
        StackText.lines(text, layout, bufctl.stack());
        return text.append('\n').toString();
    }

    /** The record as fields of a row. */
    public static Fields fields(Layout layout, Bufctl bufctl) {
        return new Fields()
                .address("addr", bufctl.address())
                .address("bufaddr", bufctl.buffer())
                .address("timestamp", bufctl.timestamp())
                .address("thread", bufctl.thread())
                .address("cache", bufctl.cache())
                .address("lastlog", bufctl.lastLog())
                .address("contents", bufctl.contents())
                .add("stack", StackText.value(layout, bufctl.stack()));
    }

    static Emission.Row row(Layout layout, Bufctl bufctl) {
        return fields(layout, bufctl).row(block(layout, bufctl), bufctl.address());
    }
}
