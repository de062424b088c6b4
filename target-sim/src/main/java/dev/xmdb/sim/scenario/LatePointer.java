package dev.xmdb.sim.scenario;

import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.KernelThread;
import dev.xmdb.sim.solaris.StackBuilder.Frame;
import dev.xmdb.sim.solaris.ThreadState;
import dev.xmdb.sim.solaris.Threads;
import dev.xmdb.sim.solaris.vmem.Origin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A thread that kept a pointer to a buffer over its sleep, while another one freed the buffer, and then dropped a reference in it. */
final class LatePointer {
    private static final int SIZE = 88;
    private static final int REFERENCES = 0x18;
    private static final int DAMAGED = 0xdeadbeee;
    private static final List<String> ALLOCATES =
            List.of("sys_syscall32", "stat64", "lookupname", "lookuppnvp", "kmem_alloc");
    private static final List<String> FREES =
            List.of("sys_syscall32", "stat64", "lookupname", "lookuppnvp", "kmem_free");

    private final Kernel kernel;
    private final List<KernelThread> threads;

    /** A place in a frame that nothing is stored in. */
    private record Local(KernelThread thread, Frame frame, long va) {}

    LatePointer(Kernel kernel, List<KernelThread> threads) {
        this.kernel = kernel;
        this.threads = threads;
    }

    /** Uses a buffer after it was freed. Returns what is to be told of that. */
    Map<String, Object> use() {
        List<Local> locals = threads.stream()
                .filter(each -> each.state() == ThreadState.SLEEP && (each.flags() & Threads.INTERRUPT) == 0)
                .flatMap(thread -> thread.stack().stream()
                        .filter(this::hasRoom)
                        .limit(1)
                        .map(frame -> new Local(thread, frame, local(frame))))
                .toList();
        Local holder = locals.get(kernel.random().nextInt(locals.size()));
        List<Long> others = threads.stream()
                .filter(each -> each.state() == ThreadState.SLEEP
                        && each.owner().tables() != null
                        && each.va() != holder.thread().va())
                .map(KernelThread::va)
                .toList();
        long freeing = others.get(kernel.random().nextInt(others.size()));
        long allocating = holder.thread().va();
        long buffer = kernel.kmem().allocate(SIZE, 0, kernel.caller(allocating, ALLOCATES, true));
        Origin free = kernel.caller(freeing, FREES, false);
        kernel.kmem().free(buffer, 0, free);
        kernel.kmem().writeLate(buffer + REFERENCES, DAMAGED);
        kernel.space().putLong(holder.va(), buffer);
        Map<String, Object> fault = new LinkedHashMap<>();
        fault.put("kind", "use-after-free");
        fault.put("cache", kernel.kmem().general(SIZE, Long.BYTES).kind().name());
        fault.put("buffer", hex(buffer));
        fault.put("damage", hex(buffer + REFERENCES));
        fault.put("value", hex(Integer.toUnsignedLong(DAMAGED)));
        fault.put("freed_by", hex(freeing));
        fault.put("freed_at", free.timestamp());
        fault.put("stack", free.stack().stream().map(LatePointer::hex).toList());
        fault.put("held_by", hex(holder.thread().va()));
        fault.put("held_at", hex(holder.va()));
        return fault;
    }

    private boolean hasRoom(Frame frame) {
        var arguments = frame.arguments();
        int saved = arguments == null ? 0 : arguments.size();
        int room = Objects.requireNonNull(
                        kernel.symbols().find(frame.function()).function())
                .frame();
        return room >= (saved + 2) * Long.BYTES;
    }

    /** The last word of a frame, which is below the saved arguments. */
    private long local(Frame frame) {
        return frame.fp()
                - Objects.requireNonNull(kernel.symbols().find(frame.function()).function())
                        .frame();
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
