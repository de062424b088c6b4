package dev.xmdb.target.guest.linux.sync;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.linux.collection.LinkedLists;
import dev.xmdb.target.guest.linux.collection.RedBlackTree;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * The waiters that a lock has in its list. Up to 7.0 the lock has the list's head ({@code wait_list}); since then it leads to the first of
 * a ring of waiters that has no head ({@code first_waiter}, confirmed by 7.2's sources only). Those of an rt_mutex are in a tree.
 */
final class LockWaiterList {
    private static final int MOST = 1 << 20;
    /** {@code RWSEM_WAITING_FOR_READ}. */
    private static final long READS = 1;

    private final AddressSpace memory;
    private final Types types;
    private final Consumer<String> problems;

    LockWaiterList(AddressSpace memory, Types types, Consumer<String> problems) {
        this.memory = memory;
        this.types = types;
        this.problems = problems;
    }

    /** The structure of a waiter of a lock of some kind. */
    static StructLayout waiterLayout(Types types, WaitKind kind) {
        return types.layout(
                switch (kind) {
                    case MUTEX -> "struct mutex_waiter";
                    case RWSEM -> "struct rwsem_waiter";
                    case SEMAPHORE -> "struct semaphore_waiter";
                    case RT_MUTEX -> "struct rt_mutex_waiter";
                    default -> throw new IllegalArgumentException(kind + " is no lock");
                });
    }

    /** The waiters of a lock. */
    List<LockWaiter> of(WaitKind kind, StructView lock) {
        StructLayout layout = waiterLayout(types, kind);
        var waiters = new ArrayList<LockWaiter>();
        LongPredicate sink = waiter -> {
            waiters.add(waiter(kind, layout.at(memory, waiter)));
            return true;
        };
        String what = "waiters of " + kind.word() + " " + Long.toHexString(lock.address());
        if (kind == WaitKind.RT_MUTEX) {
            long node = layout.member(layout.has("tree_entry") ? "tree_entry" : "tree.entry")
                    .offset();
            new RedBlackTree(memory, types).forEach(lock.addressOf("waiters"), at -> sink.test(at - node), problems);
            return waiters;
        }
        long link = layout.member("list").offset();
        Chain.End end;
        if (lock.layout().has("first_waiter")) {
            Chain ring = new Chain(what, at -> memory.readLong(at + link) - link, MOST);
            end = ring.followRing(lock.number("first_waiter"), sink);
        } else {
            end = new LinkedLists(memory).list(what, lock.addressOf("wait_list"), at -> sink.test(at - link));
        }
        if (!end.sound()) {
            problems.accept(String.valueOf(end.fault()));
        }
        return waiters;
    }

    private static LockWaiter waiter(WaitKind kind, StructView waiter) {
        return new LockWaiter(waiter.number("task"), kind != WaitKind.RWSEM || waiter.number("type") != READS);
    }
}
