package dev.xmdb.target.guest.solaris.sync;

import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;

/**
 * Reads locks and turnstiles. Every read throws {@link dev.xmdb.target.memory.MemoryFaultException} for memory that is not there, and
 * {@link dev.xmdb.target.types.TypeDataException} where the kernel's types lack a structure.
 */
public final class SyncObjects {
    private static final int WAITERS = 1;
    private static final int DESTROYED = 6;
    private static final int FLAGS = 7;
    private static final int SPIN_MARK = 0xff;

    private final AddressSpace memory;
    private final StructLayout mutex;
    private final StructLayout turnstile;

    private SyncObjects(SolarisGuest kernel) {
        this.memory = kernel.memory();
        this.mutex = kernel.types().layout("mutex_impl_t");
        this.turnstile = kernel.types().layout("turnstile_t");
    }

    /** A reader for a kernel. */
    public static SyncObjects of(SolarisGuest kernel) {
        return kernel.kept(SyncObjects.class, () -> new SyncObjects(kernel));
    }

    /** The mutex at an address. */
    public Mutex mutex(long address) {
        StructView view = mutex.at(memory, address);
        if (view.number("m_spin.m_dummylock") == SPIN_MARK) {
            return new Mutex.Spin(
                    address,
                    (int) view.number("m_spin.m_spinlock"),
                    (int) view.number("m_spin.m_filler"),
                    (int) view.number("m_spin.m_minspl"),
                    (int) view.number("m_spin.m_oldspl"));
        }
        long word = memory.readWord(address);
        return new Mutex.Adaptive(address, word & ~FLAGS, (word & WAITERS) != 0, (word & DESTROYED) != 0);
    }

    /** The readers-writer lock at an address. */
    public Rwlock rwlock(long address) {
        return new Rwlock(address, memory.readWord(address));
    }

    /** The turnstile at an address. */
    public Turnstile turnstile(long address) {
        StructView view = turnstile.at(memory, address);
        return new Turnstile(
                address,
                view.number("ts_next"),
                view.number("ts_sobj"),
                view.number("ts_waiters"),
                view.number("ts_epri"),
                view.number("ts_inheritor"),
                view.number("ts_prioinv"),
                view.addressOf("ts_sleepq[0]"),
                view.addressOf("ts_sleepq[1]"));
    }
}
