package dev.xmdb.target;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the user knows better than the image.
 *
 * @param cr3 raw cr3 value of the kernel's page tables
 * @param guest kind of guest: {@code solaris}, {@code linux} or {@code raw}
 * @param kaslr distance in bytes that the kernel was moved from its link address
 * @param vmlinux an ELF file with the kernel's symbols
 */
public record TargetOptions(OptionalLong cr3, Optional<String> guest, OptionalLong kaslr, Optional<Path> vmlinux) {
    /** Nothing overridden. */
    public static final TargetOptions NONE =
            new TargetOptions(OptionalLong.empty(), Optional.empty(), OptionalLong.empty());

    /** Without a file of symbols. */
    public TargetOptions(OptionalLong cr3, Optional<String> guest, OptionalLong kaslr) {
        this(cr3, guest, kaslr, Optional.empty());
    }

    /** The same with a root given. */
    public TargetOptions withCr3(long root) {
        return new TargetOptions(OptionalLong.of(root), guest, kaslr, vmlinux);
    }
}
