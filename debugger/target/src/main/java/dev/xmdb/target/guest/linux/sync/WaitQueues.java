package dev.xmdb.target.guest.linux.sync;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.collection.LinkedLists;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Reads wait queues from their heads. */
public final class WaitQueues {
    private WaitQueues() {}

    /**
     * The entries of a queue, in the order in which they are woken.
     *
     * @param head address of a {@code struct wait_queue_head}, or of a {@code struct swait_queue_head}
     * @param simple whether it is the latter
     * @param problems receives a sentence when the list breaks off
     */
    public static List<QueueEntry> read(LinuxGuest guest, long head, boolean simple, Consumer<String> problems) {
        return simple ? simple(guest, head, problems) : full(guest, head, problems);
    }

    private static List<QueueEntry> full(LinuxGuest guest, long head, Consumer<String> problems) {
        StructLayout entry = guest.types().layout("struct wait_queue_entry");
        long list = head
                + guest.types().layout("struct wait_queue_head").member("head").offset();
        long link = entry.member("entry").offset();
        var found = new ArrayList<QueueEntry>();
        OptionalLong poll = guest.kallsyms().valueOf("pollwake");
        Chain.End end = LinkedLists.of(guest).list("entries of wait queue " + Long.toHexString(head), list, at -> {
            StructView view = entry.at(guest.memory(), at - link);
            long function = view.number("func");
            long owner = view.number("private");
            boolean polls = poll.isPresent() && poll.getAsLong() == function;
            found.add(new QueueEntry(
                    view.address(), polls ? polling(guest, owner) : owner, view.number("flags"), function));
            return true;
        });
        tell(end, problems);
        return found;
    }

    /** The entry of a poll leads to the record of the poll, and that to its task. */
    private static long polling(LinuxGuest guest, long record) {
        try {
            return guest.types()
                    .layout("struct poll_wqueues")
                    .at(guest.memory(), record)
                    .number("polling_task");
        } catch (MemoryFaultException notThere) {
            return 0;
        }
    }

    private static List<QueueEntry> simple(LinuxGuest guest, long head, Consumer<String> problems) {
        AddressSpace memory = guest.memory();
        StructLayout entry = guest.types().layout("struct swait_queue");
        long list = head
                + guest.types()
                        .layout("struct swait_queue_head")
                        .member("task_list")
                        .offset();
        long link = entry.member("task_list").offset();
        var found = new ArrayList<QueueEntry>();
        Chain.End end = LinkedLists.of(guest).list("entries of wait queue " + Long.toHexString(head), list, at -> {
            StructView view = entry.at(memory, at - link);
            found.add(new QueueEntry(view.address(), view.number("task"), 0, 0));
            return true;
        });
        tell(end, problems);
        return found;
    }

    private static void tell(Chain.End end, Consumer<String> problems) {
        if (!end.sound()) {
            problems.accept(String.valueOf(end.fault()));
        }
    }
}
