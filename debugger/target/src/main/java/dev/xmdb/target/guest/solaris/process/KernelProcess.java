package dev.xmdb.target.guest.solaris.process;

import dev.xmdb.target.types.StructView;

/**
 * A process' {@code proc_t}. Members are read when they are asked for; every method throws
 * {@link dev.xmdb.target.memory.MemoryFaultException} when they are not in memory.
 *
 * @param view the structure
 */
public record KernelProcess(StructView view) {
    private static final long NANOSECONDS = 1_000_000_000L;
    private static final int SLEEPING = 1;
    private static final int RUNNABLE = 2;
    private static final int ZOMBIE = 3;
    private static final int STOPPED = 4;
    private static final int BEING_MADE = 5;
    private static final int RUNNING = 6;
    private static final int WAITING = 7;

    /** Where it is. */
    public long address() {
        return view.address();
    }

    /** Its number. */
    public long pid() {
        return view.follow("p_pidp").number("pid_id");
    }

    /** The number of its parent. */
    public long parentPid() {
        return view.number("p_ppid");
    }

    /** The number of its process group. */
    public long group() {
        return view.follow("p_pgidp").number("pid_id");
    }

    /** The number of its session. */
    public long session() {
        return view.follow("p_sessp").follow("s_sidp").number("pid_id");
    }

    /** The number of its effective user. */
    public long user() {
        return view.follow("p_cred").number("cr_uid");
    }

    /** The number of its task. */
    public long task() {
        return view.follow("p_task").number("tk_tkid");
    }

    /** The number of its project. */
    public long project() {
        return view.follow("p_task").follow("tk_proj").number("kpj_id");
    }

    /** The number of its zone. */
    public long zone() {
        return view.follow("p_zone").number("zone_id");
    }

    /** Its flags. */
    public long flags() {
        return view.number("p_flag");
    }

    /** The letter of its state: {@code S R Z T I O W}, {@code ?} for any other. */
    public char state() {
        return switch ((int) view.number("p_stat")) {
            case SLEEPING -> 'S';
            case RUNNABLE -> 'R';
            case ZOMBIE -> 'Z';
            case STOPPED -> 'T';
            case BEING_MADE -> 'I';
            case RUNNING -> 'O';
            case WAITING -> 'W';
            default -> '?';
        };
    }

    /** The name of its program; may hold anything. */
    public String command() {
        return view.text("p_user.u_comm");
    }

    /** The beginning of its arguments; may hold anything. */
    public String arguments() {
        return view.text("p_user.u_psargs");
    }

    /** When it was started, in nanoseconds since 1970. */
    public long start() {
        return view.number("p_user.u_start.tv_sec") * NANOSECONDS + view.number("p_user.u_start.tv_nsec");
    }

    /** Address of its parent; 0 when it has none. */
    public long parent() {
        return view.number("p_parent");
    }

    /** Address of its youngest child; 0 when it has none. */
    public long child() {
        return view.number("p_child");
    }

    /** Address of the next older child of its parent; 0 when there is none. */
    public long sibling() {
        return view.number("p_sibling");
    }

    /** Address of one of its threads; 0 when it has none. */
    public long threads() {
        return view.number("p_tlist");
    }
}
