package dev.xmdb.sim.solaris.xen;

import dev.xmdb.sim.solaris.GuestProcess;
import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.StackBuilder;
import dev.xmdb.sim.solaris.ThreadState;
import dev.xmdb.sim.solaris.Threads;
import dev.xmdb.sim.solaris.Threads.Wait;
import java.util.function.Consumer;

/** The kernel threads of the guest's end of the store: one reads what arrives, one runs the functions that watches call. */
final class StoreThreads {
    private static final int SYSTEM = 60;
    private static final int HEAD = StoreMessage.HEAD;

    private final Kernel kernel;
    private final Threads threads;
    private final GuestProcess owner;

    StoreThreads(Kernel kernel, Threads threads, GuestProcess owner) {
        this.kernel = kernel;
        this.threads = threads;
        this.owner = owner;
    }

    void make(StoreSituation situation) {
        reader(situation);
        long watcher = threads.nextKernelThread();
        if (situation.asking()) {
            asking(watcher, situation);
        } else {
            long condition = kernel.symbols().address("watch_events_cv");
            long lock = kernel.symbols().address("watch_events_lock");
            sleeper(
                    watcher,
                    "xenwatch_thread",
                    condition,
                    stack -> stack.call("xenwatch_thread").call("cv_wait", condition, lock));
        }
    }

    private void reader(StoreSituation situation) {
        long condition = kernel.symbols().address("xb_wait_cv");
        long lock = kernel.symbols().address("xb_wait_lock");
        boolean hasHead = situation == StoreSituation.REPLY_HALF_READ || situation == StoreSituation.REPLY_HALF_WRITTEN;
        long message = kernel.make("struct xsd_sockmsg").va();
        long body = kernel.heap().allocate(32);
        sleeper(threads.nextKernelThread(), "xenbus_thread", condition, stack -> {
            stack.call("xenbus_thread").call("process_msg");
            if (hasHead) {
                stack.call("xb_read", body, "online".length());
            } else {
                stack.call("xb_read", message, HEAD);
            }
            stack.call("cv_wait_sig", condition, lock);
        });
    }

    /** The thread runs the function of a watch, which waits for the store. */
    private void asking(long va, StoreSituation situation) {
        kernel.variable("struct xs_handle", "xs_state").set("request_mutex", va);
        kernel.set("xenwatch_mutex", va);
        if (situation == StoreSituation.REQUEST_HALF_WRITTEN) {
            writing(va);
        } else {
            reading(va);
        }
    }

    /** Told of a CPU, it asks whether that is to be used, and waits for the answer. */
    private void reading(long va) {
        GuestStruct state = kernel.variable("struct xs_handle", "xs_state");
        long watch = kernel.symbols().address("vcpu_config_watch");
        String path = "cpu/0/availability";
        long text = kernel.text(path);
        long vector = words(text, kernel.text(Xenbus.token(watch)));
        long directory = kernel.text("cpu/0");
        long node = kernel.text("availability");
        long pieces = words(text, path.length() + 1L);
        long result = words(0);
        long length = words(0);
        long head = kernel.make("struct xsd_sockmsg").va();
        long condition = state.address("reply_cv");
        sleeper(
                va,
                "xenwatch_thread",
                condition,
                stack -> stack.call("xenwatch_thread")
                        .call("vcpu_config_event", watch, vector, 2)
                        .call("xenbus_read", 0, directory, node, result, length)
                        .call("xs_single", 0, StoreOperation.READ.number(), text, result, length)
                        .call("xs_talkv", 0, StoreOperation.READ.number(), pieces, 1, result, length)
                        .call("read_reply", head, result)
                        .call("cv_wait_sig", condition, state.address("reply_lock")));
    }

    /** Told of the memory it should use, it writes a report that the ring has no room for. */
    private void writing(long va) {
        long watch = kernel.symbols().address("balloon_watch");
        long vector = words(kernel.text("memory/target"), kernel.text(Xenbus.token(watch)));
        long directory = kernel.text("data");
        long node = kernel.text("report");
        String path = "data/report";
        long report = kernel.text(OpenConversation.REPORT);
        long pieces = words(kernel.text(path), path.length() + 1L, report, OpenConversation.REPORT.length());
        long condition = kernel.symbols().address("xb_wait_cv");
        sleeper(
                va,
                "xenwatch_thread",
                condition,
                stack -> stack.call("xenwatch_thread")
                        .call("balloon_handler", watch, vector, 2)
                        .call("xenbus_write", 0, directory, node, report)
                        .call("xs_talkv", 0, StoreOperation.WRITE.number(), pieces, 2, 0, 0)
                        .call("xb_write", report, OpenConversation.REPORT.length())
                        .call("cv_wait_sig", condition, kernel.symbols().address("xb_wait_lock")));
    }

    private long words(long... values) {
        long va = kernel.heap().allocate((long) values.length * Long.BYTES);
        for (int index = 0; index < values.length; index++) {
            kernel.space().putLong(va + (long) index * Long.BYTES, values[index]);
        }
        return va;
    }

    private void sleeper(long va, String start, long condition, Consumer<StackBuilder> calls) {
        kernel.space().put(condition, Short.BYTES, 1);
        threads.kernelThread(
                va, owner, ThreadState.SLEEP, 0, SYSTEM, start, new Wait("cv_sobj_ops", condition), stack -> {
                    calls.accept(stack);
                    stack.call("swtch");
                });
    }
}
