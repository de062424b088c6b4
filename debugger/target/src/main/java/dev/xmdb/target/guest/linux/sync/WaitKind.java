package dev.xmdb.target.guest.linux.sync;

/** What a task can wait for. */
public enum WaitKind {
    /** {@code struct mutex}. */
    MUTEX("mutex", true),
    /** {@code struct rw_semaphore}. */
    RWSEM("rwsem", true),
    /** {@code struct rt_mutex}; in kernels made for real time every sleeping lock is one. */
    RT_MUTEX("rtmutex", true),
    /** {@code struct semaphore}. */
    SEMAPHORE("sema", true),
    /** {@code struct completion}. */
    COMPLETION("completion", false),
    /** {@code struct wait_queue_head}. */
    QUEUE("waitq", false),
    /** {@code struct swait_queue_head}. */
    SIMPLE_QUEUE("swaitq", false),
    /** A word in the memory of a process. */
    FUTEX("futex", false),
    /** {@code struct timer_list} or {@code struct hrtimer}. */
    TIMER("timer", false);

    private final String word;
    private final boolean lock;

    WaitKind(String word, boolean lock) {
        this.word = word;
        this.lock = lock;
    }

    /** Its name in a listing. */
    public String word() {
        return word;
    }

    /** Whether it is a lock of the kernel's. */
    public boolean lock() {
        return lock;
    }
}
