package dev.xmdb.sim.solaris;

import dev.xmdb.dump.Frames;
import dev.xmdb.sim.machine.PageFlags;
import dev.xmdb.sim.machine.PageTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes processes with their identities, address spaces and places in the tree. */
public final class Processes {
    private static final int HASH = 64;
    private static final int SYSTEM = 1;
    private static final int UNAWAITED = 0x20000;
    // Microstates are accounted for, those of children too.
    private static final int ACCOUNTED = 0x2000000 | 0x40000000;
    // It executed a program, and may be placed on any group of CPUs.
    private static final int STARTED = ACCOUNTED | 0x4000 | 0x8000000;
    private static final int INIT = 1;
    private static final int RUNNING = 2;
    private static final long USER_TEXT = 0x08050000L;
    private static final long USER_STACK = 0x08047000L;

    private final Kernel kernel;
    private final List<GuestProcess> all = new ArrayList<>();
    private final Map<Integer, GuestStruct> sessions = new HashMap<>();
    private final Map<Integer, GuestStruct> identities = new HashMap<>();
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
        return add(new GuestProcess(proc, 0, 0, 0, 0, SYSTEM, 0, "sched", "sched", null), as);
    }

    /** A process of the kernel's, that has no memory of its own. */
    public GuestProcess system(int pid, String command) {
        long as = kernel.symbols().address("kas");
        int flags = SYSTEM | UNAWAITED;
        return add(new GuestProcess(kernel.make("proc_t"), pid, 0, 0, 0, flags, 0, command, command, null), as);
    }

    /** A process that leads a session of its own; the first one, {@code init}, stays in the kernel's. */
    public GuestProcess user(int pid, int parent, int user, String arguments) {
        return pid == INIT
                ? user(pid, parent, 0, 0, STARTED, user, arguments)
                : user(pid, parent, pid, pid, ACCOUNTED, user, arguments);
    }

    /** A process that a shell started: it leads a group in the shell's session. */
    public GuestProcess job(int pid, int shell, int user, String arguments) {
        return user(pid, shell, pid, shell, STARTED, user, arguments);
    }

    private GuestProcess user(int pid, int parent, int group, int session, int flags, int user, String arguments) {
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
        return add(
                new GuestProcess(
                        kernel.make("proc_t"), pid, parent, group, session, flags, user, command, arguments, tables),
                as.va());
    }

    private GuestProcess add(GuestProcess process, long as) {
        GuestStruct cred = kernel.make("struct cred")
                .set("cr_ref", 1)
                .set("cr_uid", process.user())
                .set("cr_ruid", process.user())
                .set("cr_suid", process.user())
                .set("cr_zone", zone.va());
        GuestStruct pid = kernel.make("struct pid").set("pid_id", process.pid()).set("pid_ref", 1);
        identities.put(process.pid(), pid);
        if (process.session() == process.pid()) {
            sessions.put(process.pid(), kernel.make("struct sess").set("s_sidp", pid.va()));
        }
        long bucket = kernel.symbols().address("pidhash") + (long) Long.BYTES * (process.pid() % HASH);
        pid.set("pid_link", kernel.space().getLong(bucket));
        kernel.space().putLong(bucket, pid.va());
        process.proc()
                .set("p_as", as)
                .set("p_cred", cred.va())
                .set("p_stat", RUNNING)
                .set("p_ppid", process.parent())
                .set("p_flag", process.flags())
                .set("p_pidp", pid.va())
                .set("p_task", task.va())
                .set("p_zone", zone.va())
                .set("p_user.u_start.tv_sec", bootTime + process.pid())
                .setText("p_user.u_comm", process.command())
                .setText("p_user.u_psargs", process.arguments());
        all.add(process);
        return process;
    }

    /** Links the tree, the list of active processes, newest first, and the groups. */
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
        all.stream()
                .collect(Collectors.groupingBy(GuestProcess::group, TreeMap::new, Collectors.toList()))
                .forEach((leader, members) -> group(structure(identities, leader), members));
        all.stream()
                .collect(Collectors.groupingBy(GuestProcess::session, TreeMap::new, Collectors.toList()))
                .forEach((leader, members) -> session(structure(sessions, leader), members));
    }

    private static GuestStruct structure(Map<Integer, GuestStruct> known, int leader) {
        return Optional.ofNullable(known.get(leader))
                .orElseThrow(() -> new IllegalStateException("no process " + leader + " leads"));
    }

    private static void group(GuestStruct identity, List<GuestProcess> members) {
        identity.set("pid_pglink", members.getFirst().proc().va())
                .set("pid_pgtail", members.getLast().proc().va())
                .set("pid_ref", 1L + members.size());
        GuestStruct last = null;
        for (GuestProcess member : members) {
            GuestStruct proc = member.proc().set("p_pgidp", identity.va());
            if (last != null) {
                last.set("p_pglink", proc.va());
                proc.set("p_ppglink", last.va());
            }
            last = proc;
        }
    }

    private static void session(GuestStruct session, List<GuestProcess> members) {
        session.set("s_ref", members.size());
        members.forEach(member -> member.proc().set("p_sessp", session.va()));
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
