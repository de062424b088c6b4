package dev.xmdb.target.guest.linux.log;

import java.util.List;
import java.util.Locale;

/**
 * One record of the kernel's log.
 *
 * @param sequence its number; numbers that are left out were lost
 * @param time nanoseconds since the kernel's clock began
 * @param level how urgent it is, 0 the most
 * @param facility who logged it, as of syslog; 0 for the kernel
 * @param text what it says; may have several lines, and hold anything
 */
public record LogRecord(long sequence, long time, int level, int facility, String text) {
    private static final long MICROSECOND = 1000;
    private static final long SECOND = 1_000_000;

    /** Its lines, each behind its time as the kernel prints it. */
    public List<String> lines() {
        long microseconds = Long.divideUnsigned(time, MICROSECOND);
        String prefix = String.format(Locale.ROOT, "[%5d.%06d] ", microseconds / SECOND, microseconds % SECOND);
        return text.isEmpty()
                ? List.of(prefix)
                : text.lines().map(line -> prefix + line).toList();
    }
}
