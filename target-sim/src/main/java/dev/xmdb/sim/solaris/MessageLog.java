package dev.xmdb.sim.solaris;

import java.util.ArrayList;
import java.util.List;

/** The kernel's log of recent messages: a queue of message blocks, each a control block and the text behind it. */
public final class MessageLog {
    private static final int LEVEL = 0x10;

    private final Kernel kernel;
    private final GuestStruct queue;
    private final List<Message> messages = new ArrayList<>();
    private long last;

    /**
     * A message.
     *
     * @param time seconds since 1970
     * @param text with its newline
     */
    public record Message(int time, String text) {}

    /** An empty log. */
    public MessageLog(Kernel kernel) {
        this.kernel = kernel;
        this.queue = kernel.variable("queue_t", "log_recent_queue");
        kernel.set("log_recentq", queue.va());
        kernel.set("log_consq", kernel.symbols().address("log_cons_queue"));
    }

    /** Every message, oldest first. */
    public List<Message> messages() {
        return messages;
    }

    /** Logs a message; the newline is added. */
    public void log(int time, int bootTicks, String text) {
        Message message = new Message(time, text + '\n');
        messages.add(message);
        long control = kernel.make("log_ctl_t")
                .set("level", LEVEL)
                .set("ltime", bootTicks)
                .set("ttime", time)
                .set("seq_no", messages.size())
                .set("pri", LEVEL)
                .va();
        int controlSize = kernel.layouts().size("log_ctl_t");
        long body = kernel.text(message.text());
        long block = block(control, controlSize)
                .set("b_cont", block(body, message.text().length() + 1).va())
                .va();
        if (last == 0) {
            queue.set("q_first", block);
        } else {
            kernel.at("mblk_t", last).set("b_next", block);
            kernel.at("mblk_t", block).set("b_prev", last);
        }
        queue.set("q_last", block).set("q_count", messages.size());
        kernel.set("log_seq", messages.size());
        last = block;
    }

    private GuestStruct block(long data, int size) {
        return kernel.make("mblk_t").set("b_rptr", data).set("b_wptr", data + size);
    }
}
