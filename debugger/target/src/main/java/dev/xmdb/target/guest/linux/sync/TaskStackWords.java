package dev.xmdb.target.guest.linux.sync;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.stack.StackArea;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.memory.MemoryFaultException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The part of a kernel stack that is in use: from where the scheduler saved its pointer to its end.
 *
 * @param low address of the first word
 * @param words the words, little-endian
 */
record TaskStackWords(long low, ByteBuffer words) {
    /** The stack of a task that sleeps; empty when it has none, or its saved pointer is not on it. */
    static Optional<TaskStackWords> of(LinuxGuest guest, LinuxTask task) {
        long sp = guest.types()
                .layout("struct task_struct")
                .at(guest.memory(), task.address())
                .number("thread.sp");
        Optional<StackArea> area = guest.stackAreas().of(task).filter(stack -> stack.contains(sp));
        if (area.isEmpty()) {
            return Optional.empty();
        }
        long low = sp & -Long.BYTES;
        byte[] bytes = new byte[(int) (area.get().high() - low)];
        try {
            guest.memory().read(low, bytes, 0, bytes.length);
        } catch (MemoryFaultException notThere) {
            return Optional.empty();
        }
        return Optional.of(new TaskStackWords(low, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)));
    }

    /** Whether an address is on it. */
    boolean holds(long address) {
        return Long.compareUnsigned(address - low, words.capacity()) < 0;
    }

    /** The address of each word that is some value. */
    void forEach(long value, LongConsumer sink) {
        for (int at = 0; at + Long.BYTES <= words.capacity(); at += Long.BYTES) {
            if (words.getLong(at) == value) {
                sink.accept(low + at);
            }
        }
    }

    /** Each word. */
    void forEachWord(LongConsumer sink) {
        for (int at = 0; at + Long.BYTES <= words.capacity(); at += Long.BYTES) {
            sink.accept(words.getLong(at));
        }
    }
}
