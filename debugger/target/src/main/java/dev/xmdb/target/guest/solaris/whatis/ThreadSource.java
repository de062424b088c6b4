package dev.xmdb.target.guest.solaris.whatis;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.thread.KernelThread;
import dev.xmdb.target.guest.solaris.thread.ThreadState;
import dev.xmdb.target.guest.solaris.thread.Threads;
import dev.xmdb.target.guest.solaris.whatis.SolarisOwner.StackUse;
import dev.xmdb.target.guest.solaris.whatis.SolarisOwner.ThreadStack;
import dev.xmdb.target.guest.solaris.whatis.SolarisOwner.ThreadStructure;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.whatis.AddressSource;
import dev.xmdb.target.whatis.Ranges;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Thread structures, and the stacks of threads. A structure that lies in its thread's own stack comes first. */
final class ThreadSource implements AddressSource<SolarisOwner> {
    /** Larger ones are nonsense, as for those who follow stacks. */
    private static final long MOST_STACK = 1 << 20;

    private final List<String> faults = new ArrayList<>();
    private final Ranges<Long> structures;
    private final Ranges<Stack> stacks;

    private record Stack(long thread, long base, long pointer, long state) {}

    ThreadSource(SolarisGuest guest, Effort effort) {
        var foundStructures = new Ranges.Builder<Long>();
        var foundStacks = new Ranges.Builder<Stack>();
        Threads threads = Threads.of(guest);
        long size = guest.types().layout("kthread_t").size();
        int[] seen = {0};
        Chain.End end = threads.all(thread -> {
            effort.advance("reading threads", ++seen[0], 0);
            foundStructures.add(thread, thread + size, thread);
            try {
                stack(threads.at(thread), foundStacks);
            } catch (MemoryFaultException gone) {
                faults.add("thread " + Long.toHexString(thread) + ": " + gone.getMessage());
            }
            return true;
        });
        if (end.fault() != null) {
            faults.add(end.fault());
        }
        structures = foundStructures.build();
        stacks = foundStacks.build();
    }

    private static void stack(KernelThread thread, Ranges.Builder<Stack> found) {
        long base = thread.stackBase();
        long top = thread.stackTop();
        if (base != 0 && Long.compareUnsigned(top - base, MOST_STACK) < 0) {
            // The top belongs to it.
            found.add(
                    base,
                    top + 1,
                    new Stack(thread.address(), base, thread.view().number("t_pcb.val[1]"), thread.state()));
        }
    }

    @Override
    public String name() {
        return "threads";
    }

    @Override
    public boolean find(long address, Predicate<? super SolarisOwner> sink) {
        return structures.at(address, thread -> sink.test(new ThreadStructure(thread)))
                && stacks.at(
                        address,
                        stack -> sink.test(new ThreadStack(stack.thread(), stack.base(), use(stack, address))));
    }

    private static StackUse use(Stack stack, long address) {
        if (stack.state() == ThreadState.FREE.value()) {
            return StackUse.INACTIVE;
        }
        if (Long.compareUnsigned(address, stack.pointer()) >= 0) {
            return StackUse.LIVE;
        }
        return stack.state() == ThreadState.ONPROC.value() ? StackUse.PERHAPS_BELOW : StackUse.BELOW;
    }

    @Override
    public List<String> faults() {
        return faults;
    }
}
