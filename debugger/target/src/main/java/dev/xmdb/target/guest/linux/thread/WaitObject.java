package dev.xmdb.target.guest.linux.thread;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Kinds of things that a task waits for, told by the functions in which the kernel waits for them; their names are those of Linux 4.14 to
 * 7.x. What the compiler adds behind a dot does not count.
 */
public enum WaitObject {
    /** A mutex. */
    MUTEX("__mutex_lock.*|mutex_lock.*|__ww_mutex_lock.*"),
    /** A mutex that passes on priority. */
    RTMUTEX("__rt_mutex_.*|rt_mutex_.*|rtlock_.*"),
    /** A semaphore for readers and writers. */
    RWSEM("rwsem_down_.*|call_rwsem_down_.*|__?down_read.*|__?down_write.*|down_read.*|down_write.*"
            + "|__percpu_down_read|percpu_down_write|percpu_rwsem_wait"),
    /** A semaphore. */
    SEMA("__down|__down_common|__down_interruptible|__down_killable|__down_timeout|down|down_interruptible"
            + "|down_killable|down_timeout"),
    /** Something to be completed. */
    COMPLETION("__?wait_for_completion.*|wait_for_common.*|__wait_for_common"),
    /** A futex of its process. */
    FUTEX("futex_wait.*|futex_lock_pi|do_futex|__futex_wait.*"),
    /** A disk, or a page that is read or written. */
    IO("io_schedule.*|folio_wait_bit.*|wait_on_page_bit.*|bit_wait_io.*|blk_mq_get_tag|wbt_wait"),
    /** Time to pass. */
    TIMER("do_nanosleep|hrtimer_nanosleep|common_nsleep|alarm_timer_nsleep|msleep.*|usleep_range.*"),
    /** Any of several files. */
    POLL("do_poll.*|do_sys_poll|do_select|core_sys_select|ep_poll|do_epoll_wait|poll_schedule_timeout.*"),
    /** A pipe. */
    PIPE("pipe_read|pipe_write|anon_pipe_read|anon_pipe_write|pipe_wait.*|wait_for_partner"),
    /** A socket. */
    SOCKET("inet_csk_accept|unix_accept|.*_recvmsg|sk_wait_data|sk_stream_wait_.*|__skb_wait_for_more_packets"
            + "|unix_stream_read_generic|unix_wait_for_peer|sock_alloc_send_pskb"),
    /** A terminal. */
    TTY("n_tty_read|n_tty_write|tty_wait_until_sent|hvc_.*"),
    /** A child to end. */
    CHILD("do_wait|__do_wait|kernel_wait4?"),
    /** A signal. */
    SIGNAL("do_sigtimedwait|sigsuspend|__do_sys_pause|__x64_sys_pause|do_signal_stop|ptrace_stop|do_freezer_trap"),
    /** A child that runs in its parent's memory. */
    VFORK("wait_for_vfork_done"),
    /** Work, as threads of the kernel's own do. */
    WORK("worker_thread|rescuer_thread|smpboot_thread_fn|kthread_worker_fn|kthreadd|kswapd|kcompactd|rcu_gp_kthread"
            + "|rcu_tasks_one_gp|oom_reaper|khugepaged|irq_thread|kauditd_thread|xenwatch_thread|kjournald2|devtmpfsd"
            + "|ksmd|cpuhp_thread_fun|rcu_nocb_.*|xenbus_thread|kthread_parkme|__kthread_parkme|hub_event|kdamond_fn"),
    /** Nothing, or nothing that is known. */
    NONE("");

    private final Pattern functions;

    WaitObject(String functions) {
        this.functions = Pattern.compile(functions);
    }

    /** The kind by its name, in small letters or capitals. */
    public static Optional<WaitObject> named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    /** What a task waits for by the functions on its stack, innermost first: the first of them that tells. */
    static WaitObject of(List<String> functions) {
        for (String function : functions) {
            int dot = function.indexOf('.');
            String base = dot < 0 ? function : function.substring(0, dot);
            for (WaitObject kind : values()) {
                if (kind != NONE && kind.functions.matcher(base).matches()) {
                    return kind;
                }
            }
        }
        return NONE;
    }
}
