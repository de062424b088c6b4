package dev.xmdb.target.guest.solaris.log;

/**
 * A message that the kernel logged.
 *
 * @param block address of its first message block ({@code mblk_t})
 * @param control address of its {@code log_ctl_t}
 * @param time when it was logged, seconds since 1970
 * @param text what it says, as it was logged: it usually ends in a newline
 */
public record LogMessage(long block, long control, long time, String text) {}
