package dev.xmdb.dcmds.genunix.sync;

import dev.xmdb.dcmds.StackListing;
import dev.xmdb.dcmds.genunix.process.ProcessNames;
import dev.xmdb.engine.Invocation;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.thread.KernelThread;
import dev.xmdb.target.guest.solaris.thread.StackFinder;
import dev.xmdb.target.guest.solaris.thread.ThreadStack;
import dev.xmdb.target.guest.solaris.thread.Threads;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.List;

/** Threads as text: which command they belong to, and where they are. */
final class ThreadText {
    private static final int TOP_FRAMES = 8;

    private final Threads threads;
    private final ProcessNames names;
    private final StackFinder finder;
    private final StackListing listing;

    ThreadText(Invocation in, SolarisGuest kernel) {
        this.threads = Threads.of(kernel);
        this.names = new ProcessNames(kernel);
        this.finder = new StackFinder(kernel, in.target().vcpus());
        this.listing =
                new StackListing(in.session().layout(), kernel, StackListing.Style.plain(StackListing.ALL_ARGUMENTS));
    }

    /** The command of a process; {@code ?} when it cannot be read. */
    String command(long address) {
        return names.of(address).orElse("?");
    }

    /** The address of a thread and the command that it belongs to. */
    String named(long address) {
        try {
            return Long.toHexString(address) + " " + command(threads.at(address).process());
        } catch (MemoryFaultException unreadable) {
            return Long.toHexString(address) + " ?";
        }
    }

    /** The functions that a thread is in, the innermost ones, one line each; else a line that says why there are none. */
    List<String> stack(long address) {
        KernelThread thread = threads.at(address);
        try {
            ThreadStack stack = finder.find(thread);
            ThreadStack.Failure failure = stack.failure();
            return failure != null
                    ? List.of(failure.text())
                    : listing.lines(finder.frames(stack, thread)).stream()
                            .limit(TOP_FRAMES)
                            .toList();
        } catch (MemoryFaultException unreadable) {
            return List.of(String.valueOf(unreadable.getMessage()));
        }
    }
}
