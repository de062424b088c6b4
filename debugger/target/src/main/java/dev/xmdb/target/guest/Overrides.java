package dev.xmdb.target.guest;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the user knows better than the image, as far as it is a guest's affair.
 *
 * @param rootGiven whether the kernel's address space is under a root that the user gave
 * @param kaslr distance in bytes that the kernel was moved from its link address
 * @param vmlinux an ELF file with the kernel's symbols
 */
public record Overrides(boolean rootGiven, OptionalLong kaslr, Optional<Path> vmlinux) {
    /** Nothing. */
    public static final Overrides NONE = new Overrides(false, OptionalLong.empty(), Optional.empty());
}
