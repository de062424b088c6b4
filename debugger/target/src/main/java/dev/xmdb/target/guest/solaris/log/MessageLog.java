package dev.xmdb.target.guest.solaris.log;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import java.util.function.LongPredicate;

/** The kernel's log of recent messages: a STREAMS queue of message blocks, each a control block with the text behind it. */
public final class MessageLog {
    private static final int MOST_MESSAGES = 1 << 20;
    /** Bytes of a message that are shown. */
    private static final int LONGEST = 1024;

    private final SolarisGuest kernel;
    private final AddressSpace memory;
    private final StructLayout queue;
    private final StructLayout block;
    private final StructLayout control;

    private MessageLog(SolarisGuest kernel) {
        this.kernel = kernel;
        this.memory = kernel.memory();
        this.queue = kernel.types().layout("queue_t");
        this.block = kernel.types().layout("mblk_t");
        this.control = kernel.types().layout("log_ctl_t");
    }

    /** The log of a kernel. */
    public static MessageLog of(SolarisGuest kernel) {
        return kernel.kept(MessageLog.class, () -> new MessageLog(kernel));
    }

    /**
     * Delivers the message blocks of the log, oldest first.
     *
     * @param sink receives the address of each message's first block; returns false when it wants no more
     */
    public Chain.End blocks(LongPredicate sink) {
        long recent = memory.readWord(kernel.variable("log_recentq"));
        return chain().follow(queue.at(memory, recent).number("q_first"), sink);
    }

    /** Message blocks that follow each other by {@code b_next}. */
    public Chain chain() {
        return new Chain("messages", at -> block.at(memory, at).number("b_next"), MOST_MESSAGES);
    }

    /** Message blocks that follow each other by {@code b_cont}: the parts of one message. */
    public Chain parts() {
        return new Chain("blocks of a message", at -> block.at(memory, at).number("b_cont"), MOST_MESSAGES);
    }

    /**
     * The message whose first block is at an address.
     *
     * @throws dev.xmdb.target.memory.MemoryFaultException when a part of it is not in memory
     */
    public LogMessage message(long address) {
        StructView first = block.at(memory, address);
        long header = first.number("b_rptr");
        long time = control.at(memory, header).number("ttime");
        long text = block.at(memory, first.number("b_cont")).number("b_rptr");
        return new LogMessage(address, header, time, StructView.text(memory, text, LONGEST));
    }
}
