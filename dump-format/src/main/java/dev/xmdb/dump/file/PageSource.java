package dev.xmdb.dump.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The pages that a writer puts into an image, slot by slot. A writer asks for every page once, in ascending slots, and for the frame
 * numbers of every slot afterwards or before, so that an image of any size is written without keeping any of it.
 */
public interface PageSource {

    /** The frame number of a slot that holds no frame: padding, or a hole. */
    long NO_FRAME = -1;

    /** Number of slots. */
    long slots();

    /** Guest frame in a slot, ascending, or {@link #NO_FRAME}. */
    long pfn(long slot);

    /** Machine frame in a slot, or {@link #NO_FRAME}; not asked for an auto-translated domain. */
    long mfn(long slot);

    /**
     * Fetches the page in a slot.
     *
     * @param slot which
     * @param page receives exactly a page from its position on; what was in it before is undefined
     * @return false when the page is all zeroes, and nothing was put into {@code page}
     * @throws IOException when the page cannot be had
     */
    boolean read(long slot, ByteBuffer page) throws IOException;
}
