package dev.xmdb.dcmds.linux.process;

import java.util.ArrayList;
import java.util.List;

/** How a file was opened, by the O_* bits of an x86 kernel. */
enum OpenFlags {
    /** Writes go to the end. */
    APPEND(0x400, 'a'),
    /** Nothing waits. */
    NONBLOCK(0x800, 'n'),
    /** Past the page cache. */
    DIRECT(0x4000, 'd'),
    /** Each write waits until it is on the disk. */
    DSYNC(0x1000, 's'),
    /** A file without a name. */
    TMPFILE(0x40_0000, 't'),
    /** A path, not to be read or written. */
    PATH(0x20_0000, 'p');

    private static final long ACCESS = 3;
    private static final long WRITE_ONLY = 1;
    private static final long READ_AND_WRITE = 2;

    private final long bit;
    private final char letter;

    OpenFlags(long bit, char letter) {
        this.bit = bit;
        this.letter = letter;
    }

    /** A letter for each, {@code r} and {@code w} first. */
    static String text(long flags, boolean closesOnExec) {
        var text = new StringBuilder();
        if ((flags & PATH.bit) == 0) {
            text.append(reads(flags) ? "r" : "").append(writes(flags) ? "w" : "");
        }
        for (OpenFlags each : values()) {
            if ((flags & each.bit) != 0) {
                text.append(each.letter);
            }
        }
        return text.append(closesOnExec ? "c" : "").toString();
    }

    /** Their names. */
    static List<String> names(long flags, boolean closesOnExec) {
        var names = new ArrayList<String>();
        if ((flags & PATH.bit) == 0) {
            names.add(reads(flags) && writes(flags) ? "RDWR" : reads(flags) ? "RDONLY" : "WRONLY");
        }
        for (OpenFlags each : values()) {
            if ((flags & each.bit) != 0) {
                names.add(each.name());
            }
        }
        if (closesOnExec) {
            names.add("CLOEXEC");
        }
        return List.copyOf(names);
    }

    private static boolean reads(long flags) {
        return (flags & ACCESS) != WRITE_ONLY;
    }

    private static boolean writes(long flags) {
        return (flags & ACCESS) == WRITE_ONLY || (flags & ACCESS) == READ_AND_WRITE;
    }
}
