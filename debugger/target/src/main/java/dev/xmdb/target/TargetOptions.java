package dev.xmdb.target;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the user knows better than the image.
 *
 * @param cr3 raw cr3 value of the kernel's page tables
 * @param guest kind of guest: {@code solaris}, {@code linux} or {@code raw}
 * @param kaslr distance in bytes that the kernel was moved from its link address
 */
public record TargetOptions(OptionalLong cr3, Optional<String> guest, OptionalLong kaslr) {
    /** Nothing overridden. */
    public static final TargetOptions NONE =
            new TargetOptions(OptionalLong.empty(), Optional.empty(), OptionalLong.empty());

    /** The same with a root given. */
    public TargetOptions withCr3(long root) {
        return new TargetOptions(OptionalLong.of(root), guest, kaslr);
    }
}
