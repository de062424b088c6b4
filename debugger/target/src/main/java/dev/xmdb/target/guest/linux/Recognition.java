package dev.xmdb.target.guest.linux;

import java.util.List;
import java.util.Optional;

/**
 * How a Linux kernel was recognised, and how sure that is.
 *
 * @param banner the words that the kernel begins its log with; empty when they were not found
 * @param root what page tables its memory is seen through, for people
 * @param betterRoot whether these are others than the image's vCPUs would suggest
 * @param symbols where its symbols come from, for people
 * @param complete whether they are all that the kernel has
 * @param coreInfo what the kernel wrote down for readers of its dump, where it was found without symbols
 * @param degradations what is lost, suspect or guessed because of that
 */
public record Recognition(
        String banner,
        String root,
        boolean betterRoot,
        String symbols,
        boolean complete,
        Optional<VmCoreInfo> coreInfo,
        List<String> degradations) {
    /** Copies the list. */
    public Recognition {
        degradations = List.copyOf(degradations);
    }
}
