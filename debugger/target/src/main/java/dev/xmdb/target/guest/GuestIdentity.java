package dev.xmdb.target.guest;

/**
 * What a guest's kernel calls itself (uname). Each may be empty, and may hold anything.
 *
 * @param system the system, for example {@code SunOS}
 * @param node the host's name
 * @param release for example {@code 5.11}
 * @param version for example {@code snv_75}
 * @param machine the machine's hardware, for example {@code i86pc}
 * @param application the instruction set of programs, for example {@code amd64}
 * @param platform what the kernel was built for, for example {@code i86xpv}
 */
public record GuestIdentity(
        String system,
        String node,
        String release,
        String version,
        String machine,
        String application,
        String platform) {}
