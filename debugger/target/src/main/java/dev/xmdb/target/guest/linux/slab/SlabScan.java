package dev.xmdb.target.guest.linux.slab;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.work.Effort;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

record SlabScan(AddressSpace memory, SlabPages pages, Predicate<ByteBuffer> slab) implements SlabPass {
    private static final int BATCH = 64;

    @Override
    public List<String> run(LongConsumer sink, Effort effort) {
        byte[] bytes = new byte[(int) (BATCH * pages.size())];
        ByteBuffer batch = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (long pfn = 0; pfn < pages.frames(); pfn += BATCH) {
            effort.advance("reading page structures", pfn, pages.frames());
            int length = (int) (Math.min(BATCH, pages.frames() - pfn) * pages.size());
            int readable = (int) memory.readable(pages.structure(pfn), length);
            memory.read(pages.structure(pfn), bytes, 0, readable);
            for (int i = 0; i < readable / pages.size(); i++) {
                if (slab.test(batch.slice((int) (i * pages.size()), (int) pages.size())
                        .order(ByteOrder.LITTLE_ENDIAN))) {
                    sink.accept(pfn + i);
                }
            }
        }
        return List.of();
    }
}
