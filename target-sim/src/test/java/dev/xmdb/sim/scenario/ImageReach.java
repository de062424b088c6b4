package dev.xmdb.sim.scenario;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Follows every word of modules' data, thread stacks and reached buffers that is the address of an allocated buffer. */
final class ImageReach {
    private final ImageKernel kernel;
    private final ImageMemory memory;
    private final Map<Long, Long> sizes = new HashMap<>();
    private final Map<Long, String> owners = new HashMap<>();
    private final Set<Long> reached = new TreeSet<>();
    private final Deque<Long> waiting = new ArrayDeque<>();

    ImageReach(ImageKernel kernel) {
        this.kernel = kernel;
        this.memory = kernel.memory;
        for (ImageCaches.Found cache : new ImageCaches(kernel).all()) {
            long arena = memory.u64(cache.va() + kernel.offset("kmem_cache", "cache_arena"));
            if (!memory.text(arena).equals("kmem_msb")) {
                long size = memory.u64(cache.va() + kernel.offset("kmem_cache", "cache_bufsize"));
                cache.allocated().forEach(each -> {
                    sizes.put(each, size);
                    owners.put(each, cache.name());
                });
            }
        }
    }

    /** Buffers that nothing leads to, with the caches that they are from. */
    Map<Long, String> unreached() {
        long head = memory.u64(0xfffffffffb7ff000L + 8);
        long control = head;
        do {
            long module = memory.u64(control + 24);
            scan(memory.u64(module + 152), memory.u64(module + 136));
            // The module's structures are in buffers of their own, which the list of modules leads to.
            control = memory.u64(control);
        } while (control != head);
        long first = memory.u64(kernel.address("allthreads"));
        long thread = first;
        do {
            long base = memory.u64(thread + 640);
            scan(base, ((memory.u64(thread + 8) + 4095) & -4096) - base);
            thread = memory.u64(thread + 400);
        } while (thread != first);
        for (long vmem = memory.u64(kernel.address("vmem_list")); vmem != 0; vmem = memory.u64(vmem + 104)) {
            if (memory.text(vmem).equals("kmem_oversize")) {
                for (long segment = memory.u64(vmem + 200); segment != vmem + 168; ) {
                    if (memory.u8(segment + 48) == 1) {
                        scan(memory.u64(segment), memory.u64(segment + 8) - memory.u64(segment));
                    }
                    segment = memory.u64(segment + 32);
                }
            }
        }
        while (!waiting.isEmpty()) {
            long buffer = waiting.remove();
            scan(buffer, sizes.get(buffer));
        }
        Map<Long, String> unreached = new HashMap<>(owners);
        unreached.keySet().removeAll(reached);
        return unreached;
    }

    private void scan(long start, long size) {
        byte[] bytes = memory.bytes(start, (int) size);
        var words = java.nio.ByteBuffer.wrap(bytes)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer();
        while (words.hasRemaining()) {
            long word = words.get();
            if (sizes.containsKey(word) && reached.add(word)) {
                waiting.add(word);
            }
        }
    }
}
