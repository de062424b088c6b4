package dev.xmdb.sim.solaris.xen;

import dev.xmdb.sim.solaris.GuestProcess;
import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.Threads;
import dev.xmdb.sim.solaris.run.Condition;
import dev.xmdb.sim.solaris.run.Frame;
import dev.xmdb.sim.solaris.run.SimThread;
import dev.xmdb.sim.solaris.run.Simulation;
import java.util.List;

/** The kernel threads of the guest's end of the store: one reads what arrives, one runs the functions that watches call. */
final class StoreThreads {
    private static final int SYSTEM = 60;
    private static final int HEAD = StoreMessage.HEAD;

    private final Simulation simulation;
    private final Kernel kernel;
    private final Threads threads;
    private final GuestProcess owner;

    StoreThreads(Simulation simulation, Threads threads, GuestProcess owner) {
        this.simulation = simulation;
        this.kernel = simulation.kernel();
        this.threads = threads;
        this.owner = owner;
    }

    void make(StoreSituation situation) {
        reader(situation);
        if (!situation.asking()) {
            long condition = kernel.symbols().address("watch_events_cv");
            long lock = kernel.symbols().address("watch_events_lock");
            sleeper(condition, Frame.of("xenwatch_thread"), Frame.of("cv_wait", condition, lock));
            return;
        }
        SimThread watcher = situation == StoreSituation.REQUEST_HALF_WRITTEN ? writing() : reading();
        simulation.holds(
                watcher, kernel.variable("struct xs_handle", "xs_state").address("request_mutex"));
        simulation.holds(watcher, kernel.symbols().address("xenwatch_mutex"));
    }

    private void reader(StoreSituation situation) {
        long condition = kernel.symbols().address("xb_wait_cv");
        long lock = kernel.symbols().address("xb_wait_lock");
        boolean hasHead = situation == StoreSituation.REPLY_HALF_READ || situation == StoreSituation.REPLY_HALF_WRITTEN;
        sleeper(
                condition,
                Frame.of("xenbus_thread"),
                Frame.of("process_msg"),
                hasHead
                        ? Frame.of("xb_read", kernel.heap().allocate(32), "online".length())
                        : Frame.of("xb_read", kernel.make("struct xsd_sockmsg").va(), HEAD),
                Frame.of("cv_wait_sig", condition, lock));
    }

    /** Told of a CPU, it asks whether that is to be used, and waits for the answer. */
    private SimThread reading() {
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
        return sleeper(
                condition,
                Frame.of("xenwatch_thread"),
                Frame.of("vcpu_config_event", watch, vector, 2),
                Frame.of("xenbus_read", 0, directory, node, result, length),
                Frame.of("xs_single", 0, StoreOperation.READ.number(), text, result, length),
                Frame.of("xs_talkv", 0, StoreOperation.READ.number(), pieces, 1, result, length),
                Frame.of("read_reply", head, result),
                Frame.of("cv_wait_sig", condition, state.address("reply_lock")));
    }

    /** Told of the memory it should use, it writes a report that the ring has no room for. */
    private SimThread writing() {
        long watch = kernel.symbols().address("balloon_watch");
        long vector = words(kernel.text("memory/target"), kernel.text(Xenbus.token(watch)));
        long directory = kernel.text("data");
        long node = kernel.text("report");
        String path = "data/report";
        long report = kernel.text(OpenConversation.REPORT);
        long pieces = words(kernel.text(path), path.length() + 1L, report, OpenConversation.REPORT.length());
        long condition = kernel.symbols().address("xb_wait_cv");
        return sleeper(
                condition,
                Frame.of("xenwatch_thread"),
                Frame.of("balloon_handler", watch, vector, 2),
                Frame.of("xenbus_write", 0, directory, node, report),
                Frame.of("xs_talkv", 0, StoreOperation.WRITE.number(), pieces, 2, 0, 0),
                Frame.of("xb_write", report, OpenConversation.REPORT.length()),
                Frame.of("cv_wait_sig", condition, kernel.symbols().address("xb_wait_lock")));
    }

    private long words(long... values) {
        long va = kernel.heap().allocate((long) values.length * Long.BYTES);
        for (int index = 0; index < values.length; index++) {
            kernel.space().putLong(va + (long) index * Long.BYTES, values[index]);
        }
        return va;
    }

    private SimThread sleeper(long condition, Frame... calls) {
        return simulation.sleeper(threads.kernelThread(), owner, SYSTEM, List.of(calls), new Condition(condition));
    }
}
