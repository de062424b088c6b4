package dev.xmdb.engine.file;

import dev.xmdb.target.Target;
import dev.xmdb.target.guest.GuestIdentity;
import java.util.Map;
import java.util.Optional;

/** What {@code %} and a letter stand for in a search path. */
public final class PathLetters {
    private static final String PLATFORM = "i86xpv";

    private PathLetters() {}

    /**
     * The letters for a target: {@code i} instruction set, {@code m} machine, {@code p} platform, {@code r} root, {@code t} kind of target,
     * {@code R} release, {@code V} version of the kernel. What is not known is empty.
     */
    public static Map<Character, String> of(Optional<Target> target) {
        Optional<GuestIdentity> kernel = target.flatMap(own -> own.guest().identity());
        return Map.of(
                'i',
                        target.map(own -> own.wordSize() == Long.BYTES ? "amd64" : "i386")
                                .orElse("amd64"),
                'm', kernel.map(GuestIdentity::machine).orElse(""),
                'p', PLATFORM,
                'r', "/",
                't', target.map(own -> own.guest().kind()).orElse("raw"),
                'R', kernel.map(GuestIdentity::release).orElse(""),
                'V', kernel.map(GuestIdentity::version).orElse(""));
    }
}
