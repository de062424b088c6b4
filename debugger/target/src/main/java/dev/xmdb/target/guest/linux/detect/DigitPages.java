package dev.xmdb.target.guest.linux.detect;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.bytes.LittleEndian;
import dev.xmdb.target.guest.linux.kallsyms.KallsymsFinder;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Looks through the pages that an image has for the digits by which a table of symbols is recognised. Absent pages cost nothing, and of
 * one without content only a few words are read: a table is so dense that no 256 bytes of it are zero.
 */
final class DigitPages {
    private static final int SAMPLE = 256;
    /** What is kept of the page before: the digits may begin there. */
    private static final int KEPT = KallsymsFinder.digits() - 1;

    private final DomainImage image;
    private final MemorySegment bytes;
    private final byte[] page = new byte[KEPT + Frames.PAGE_SIZE];
    /** The page whose end is kept in front; none when negative. */
    private long before = -2;

    private long left;

    /**
     * A search.
     *
     * @param pages how many pages that the image has are looked at
     */
    DigitPages(DomainImage image, long pages) {
        this.image = image;
        this.bytes = image.bytes();
        this.left = pages;
    }

    /**
     * What the first digits lead to that lead to anything.
     *
     * @param use takes the physical address of digits
     */
    <T> Optional<T> find(LongFunction<Optional<T>> use) {
        var found = new Object() {
            private Optional<T> result = Optional.empty();
        };
        image.frames().scanRuns(run -> {
            for (long pfn = run.pfn(); pfn >= 0 && pfn < run.pfn() + run.length(); pfn++) {
                if (left-- <= 0) {
                    return false;
                }
                found.result = in(pfn, use);
                if (found.result.isPresent()) {
                    return false;
                }
            }
            return true;
        });
        return found.result;
    }

    private <T> Optional<T> in(long pfn, LongFunction<Optional<T>> use) {
        long offset = image.frames().fileOffsetOfPfn(pfn);
        if (offset < 0 || offset > bytes.byteSize() - Frames.PAGE_SIZE || isBlank(offset)) {
            return Optional.empty();
        }
        int start = before == pfn - 1 ? 0 : KEPT;
        System.arraycopy(page, Frames.PAGE_SIZE, page, 0, KEPT);
        MemorySegment.copy(bytes, offset, MemorySegment.ofArray(page), KEPT, Frames.PAGE_SIZE);
        before = pfn;
        for (int at = KallsymsFinder.next(page, start, page.length);
                at >= 0;
                at = KallsymsFinder.next(page, at + 1, page.length)) {
            Optional<T> result = use.apply(pfn * Frames.PAGE_SIZE + at - KEPT);
            if (result.isPresent()) {
                return result;
            }
        }
        return Optional.empty();
    }

    /** Whether a page has no word of a table in it; one that begins at its very end reaches the last word. */
    private boolean isBlank(long offset) {
        for (int at = 0; at < Frames.PAGE_SIZE; at += SAMPLE) {
            if (LittleEndian.u64(bytes, offset + at) != 0) {
                return false;
            }
        }
        return LittleEndian.u64(bytes, offset + Frames.PAGE_SIZE - Long.BYTES) == 0;
    }
}
