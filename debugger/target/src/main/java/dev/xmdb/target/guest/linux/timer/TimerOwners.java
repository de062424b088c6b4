package dev.xmdb.target.guest.linux.timer;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import dev.xmdb.target.types.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells for whom a timer is set. Most timers are parts of a structure; which one shows in the function that they call.
 */
final class TimerOwners {
    private final AddressSpace memory;
    private final Types types;
    private final LinuxGuest guest;
    private final Map<Long, Rule> rules = new HashMap<>();

    /**
     * What a timer with some function is part of.
     *
     * @param function the function
     * @param owner what the owner is
     * @param structure what the timer is part of
     * @param timers the names that kernels have given to the timer in it
     * @param path the member that leads to the owner; empty when the structure itself is the owner
     */
    private record Rule(String function, TimerOwner.Kind owner, String structure, List<String> timers, String path) {}

    private static final List<Rule> RULES = List.of(
            new Rule("process_timeout", TimerOwner.Kind.TASK, "struct process_timer", List.of("timer"), "task"),
            new Rule("hrtimer_wakeup", TimerOwner.Kind.TASK, "struct hrtimer_sleeper", List.of("timer"), "task"),
            new Rule(
                    "delayed_work_timer_fn",
                    TimerOwner.Kind.WORK,
                    "struct delayed_work",
                    List.of("timer"),
                    "work.func"),
            new Rule("dl_task_timer", TimerOwner.Kind.TASK, "struct task_struct", List.of("dl.dl_timer"), ""),
            new Rule(
                    "inactive_task_timer",
                    TimerOwner.Kind.TASK,
                    "struct task_struct",
                    List.of("dl.inactive_timer"),
                    ""),
            new Rule(
                    "tcp_write_timer",
                    TimerOwner.Kind.SOCKET,
                    "struct inet_connection_sock",
                    List.of("icsk_retransmit_timer", "icsk_inet.sk.tcp_retransmit_timer"),
                    ""),
            new Rule(
                    "tcp_delack_timer",
                    TimerOwner.Kind.SOCKET,
                    "struct inet_connection_sock",
                    List.of("icsk_delack_timer"),
                    ""),
            new Rule(
                    "tcp_keepalive_timer",
                    TimerOwner.Kind.SOCKET,
                    "struct inet_connection_sock",
                    List.of("icsk_inet.sk.sk_timer", "icsk_keepalive_timer"),
                    ""));

    TimerOwners(LinuxGuest guest) {
        this.guest = guest;
        this.memory = guest.memory();
        this.types = guest.types();
        RULES.forEach(
                rule -> guest.kallsyms().valueOf(rule.function()).ifPresent(function -> rules.put(function, rule)));
    }

    TimerOwner of(StructView timer, long function) {
        try {
            Rule rule = rules.get(function);
            if (rule != null) {
                return by(rule, timer);
            }
            if (is("it_real_fn", function)) {
                return intervalTimer(timer);
            }
            return is("posix_timer_fn", function) ? posixTimer(timer) : TimerOwner.NONE;
        } catch (MemoryFaultException | TypeDataException untold) {
            return TimerOwner.NONE;
        }
    }

    private boolean is(String name, long function) {
        return guest.kallsyms().valueOf(name).orElse(0) == function;
    }

    private TimerOwner by(Rule rule, StructView timer) {
        // Up to 4.14 a timer has a word for its function, which for a sleeping task is the task.
        if (rule.function().equals("process_timeout") && timer.layout().has("data")) {
            return new TimerOwner(TimerOwner.Kind.TASK, timer.number("data"));
        }
        StructLayout whole = types.layout(rule.structure());
        Optional<String> member = rule.timers().stream().filter(whole::has).findFirst();
        if (member.isEmpty()) {
            return TimerOwner.NONE;
        }
        long address = timer.address() - whole.member(member.get()).offset();
        return new TimerOwner(
                rule.owner(),
                rule.path().isEmpty() ? address : whole.at(memory, address).number(rule.path()));
    }

    /** The interval timer of a process: the process's first thread is the one that its number leads to. */
    private TimerOwner intervalTimer(StructView timer) {
        StructLayout signal = types.layout("struct signal_struct");
        long address = timer.address() - signal.member("real_timer").offset();
        return ofSignal(address);
    }

    private TimerOwner posixTimer(StructView timer) {
        StructLayout whole = types.layout("struct k_itimer");
        long address = timer.address() - whole.member("it.real.timer").offset();
        return ofSignal(whole.at(memory, address).number("it_signal") & ~1L);
    }

    private TimerOwner ofSignal(long signal) {
        StructLayout task = types.layout("struct task_struct");
        long node = types.layout("struct signal_struct").at(memory, signal).number("thread_head.next");
        return new TimerOwner(
                TimerOwner.Kind.TASK, node - task.member("thread_node").offset());
    }
}
