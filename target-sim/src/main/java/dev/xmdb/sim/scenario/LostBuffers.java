package dev.xmdb.sim.scenario;

import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.KernelThread;
import dev.xmdb.sim.solaris.Threads;
import dev.xmdb.sim.solaris.vmem.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network driver that makes a descriptor for each packet and forgets it when the packet has gone up. */
final class LostBuffers {
    private static final int SIZE = 88;
    private static final List<String> PATH = List.of(
            "xen_callback",
            "xen_callback_handler",
            "do_interrupt",
            "switch_sp_and_call",
            "dispatch_hilevel",
            "av_dispatch_autovect",
            "xnf_intr",
            "xnf_process_recv",
            "xnf_rxbuf_alloc",
            "kmem_zalloc");

    private final Kernel kernel;
    private final List<KernelThread> threads;

    LostBuffers(Kernel kernel, List<KernelThread> threads) {
        this.kernel = kernel;
        this.threads = threads;
    }

    /** Loses buffers. Returns what is to be told of them. */
    Map<String, Object> lose() {
        long thread = threads.stream()
                .filter(each -> (each.flags() & Threads.INTERRUPT) != 0)
                .findFirst()
                .orElseThrow()
                .va();
        List<String> buffers = new ArrayList<>();
        List<Long> stack = List.of();
        int count = 40 + kernel.random().nextInt(160);
        for (int each = 0; each < count; each++) {
            Origin origin = kernel.caller(thread, PATH, true);
            long buffer = kernel.kmem().allocate(SIZE, 0, origin);
            kernel.space()
                    .put(
                            buffer + Long.BYTES,
                            Integer.BYTES,
                            60 + kernel.random().nextInt(1454));
            kernel.space().put(buffer + Long.BYTES + Integer.BYTES, Integer.BYTES, each);
            buffers.add(hex(buffer));
            stack = origin.stack();
        }
        Map<String, Object> fault = new LinkedHashMap<>();
        fault.put("kind", "leak");
        fault.put("cache", kernel.kmem().general(SIZE, Long.BYTES).kind().name());
        fault.put("thread", hex(thread));
        fault.put("stack", stack.stream().map(LostBuffers::hex).toList());
        fault.put("buffers", buffers);
        return fault;
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
