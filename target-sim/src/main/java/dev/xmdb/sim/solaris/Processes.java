package dev.xmdb.sim.solaris;

import dev.xmdb.dump.Frames;
import dev.xmdb.sim.machine.PageFlags;
import dev.xmdb.sim.machine.PageTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes processes with their identities, address spaces and places in the tree. */
public final class Processes {
    private static final int HASH = 64;
    private static final int SYSTEM = 1;
    private static final int RUNNING = 2;
    private static final long USER_TEXT = 0x08050000L;
    private static final long USER_STACK = 0x08047000L;

    private final Kernel kernel;
    private final List<GuestProcess> all = new ArrayList<>();
    private final GuestStruct zone;
    private final GuestStruct task;
    private final long bootTime;

    /**
     * For processes of {@code kernel}.
     *
     * @param bootTime when the domain booted, in seconds since 1970
     */
    public Processes(Kernel kernel, long bootTime) {
        this.kernel = kernel;
        this.bootTime = bootTime;
        this.zone = kernel.make("struct zone").set("zone_name", kernel.text("global"));
        this.task = kernel.make("struct task")
                .set("tk_proj", kernel.make("struct kproject").va());
    }

    /** Every process, the kernel's own first. */
    public List<GuestProcess> all() {
        return all;
    }

    /** The kernel's own process, {@code sched}. */
    public GuestProcess sched() {
        GuestStruct proc = kernel.variable("proc_t", "p0");
        long as = kernel.symbols().address("kas");
        return add(new GuestProcess(proc, 0, 0, 0, "sched", "sched", null), as, SYSTEM);
    }

    /** A process of the kernel's, that has no memory of its own. */
    public GuestProcess system(int pid, String command) {
        long as = kernel.symbols().address("kas");
        return add(new GuestProcess(kernel.make("proc_t"), pid, 0, 0, command, command, null), as, SYSTEM);
    }

    /** A process with an address space. */
    public GuestProcess user(int pid, int parent, int user, String arguments) {
        int blank = arguments.indexOf(' ');
        String path = blank < 0 ? arguments : arguments.substring(0, blank);
        String command = path.substring(path.lastIndexOf('/') + 1);
        PageTables tables = new PageTables(kernel.memory());
        tables.map(USER_TEXT, kernel.memory().allocate(), PageFlags.USER);
        tables.map(
                USER_STACK,
                kernel.memory().allocate(),
                PageFlags.USER | PageFlags.WRITABLE | PageFlags.DIRTY | PageFlags.NO_EXECUTE);
        GuestStruct as = kernel.make("struct as").set("a_size", 2L * Frames.PAGE_SIZE);
        return add(new GuestProcess(kernel.make("proc_t"), pid, parent, user, command, arguments, tables), as.va(), 0);
    }

    private GuestProcess add(GuestProcess process, long as, int flags) {
        GuestStruct cred = kernel.make("struct cred")
                .set("cr_ref", 1)
                .set("cr_uid", process.user())
                .set("cr_ruid", process.user())
                .set("cr_suid", process.user())
                .set("cr_zone", zone.va());
        GuestStruct pid = kernel.make("struct pid").set("pid_id", process.pid()).set("pid_ref", 1);
        GuestStruct session = kernel.make("struct sess").set("s_sidp", pid.va()).set("s_ref", 1);
        long bucket = kernel.symbols().address("pidhash") + (long) Long.BYTES * (process.pid() % HASH);
        pid.set("pid_link", kernel.space().getLong(bucket));
        kernel.space().putLong(bucket, pid.va());
        process.proc()
                .set("p_as", as)
                .set("p_cred", cred.va())
                .set("p_stat", RUNNING)
                .set("p_ppid", process.parent())
                .set("p_flag", flags)
                .set("p_pidp", pid.va())
                .set("p_pgidp", pid.va())
                .set("p_sessp", session.va())
                .set("p_task", task.va())
                .set("p_zone", zone.va())
                .set("p_user.u_start.tv_sec", bootTime + process.pid())
                .setText("p_user.u_comm", process.command())
                .setText("p_user.u_psargs", process.arguments());
        all.add(process);
        return process;
    }

    /** Links the tree and the list of active processes, newest first. */
    public void link() {
        Map<Integer, List<GuestStruct>> children = new HashMap<>();
        GuestProcess newer = null;
        for (GuestProcess process : all.reversed()) {
            if (newer != null) {
                newer.proc().set("p_next", process.proc().va());
                process.proc().set("p_prev", newer.proc().va());
            }
            newer = process;
            if (process.pid() != process.parent()) {
                // Newest first, as the kernel puts them.
                children.computeIfAbsent(process.parent(), key -> new ArrayList<>())
                        .add(process.proc());
            }
        }
        kernel.set("practive", all.getLast().proc().va());
        kernel.set("nproc", all.size());
        all.forEach(parent -> link(parent.proc(), children.getOrDefault(parent.pid(), List.of())));
    }

    private static void link(GuestStruct parent, List<GuestStruct> children) {
        for (int index = 0; index < children.size(); index++) {
            GuestStruct child = children.get(index).set("p_parent", parent.va());
            if (index > 0) {
                child.set("p_psibling", children.get(index - 1).va());
                children.get(index - 1).set("p_sibling", child.va());
            } else {
                parent.set("p_child", child.va());
            }
        }
    }
}
