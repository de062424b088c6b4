package dev.xmdb.target.memory;

import dev.xmdb.dump.DomainImage;

/** Virtual memory of an image that does not tell where its page tables are: every read faults and says so. */
public final class RootlessMemory extends ImageMemory {
    /**
     * A space without a mapping.
     *
     * @param image the image
     * @param wordSize bytes in a guest pointer
     */
    public RootlessMemory(DomainImage image, int wordSize) {
        super("virtual", wordSize, image.bytes());
    }

    @Override
    public long fileOffset(long address) {
        return -1;
    }

    @Override
    String reason(long address) {
        return "the image has no page-table root: give one with --cr3";
    }
}
