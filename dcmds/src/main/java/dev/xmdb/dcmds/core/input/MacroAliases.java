package dev.xmdb.dcmds.core.input;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Macros that adb came with and that are commands now: each name stands for what is done at dot. Some need a guest that this target is
 * not.
 */
public final class MacroAliases {
    private static final Map<String, String> COMMANDS = commands();

    private MacroAliases() {}

    private static Map<String, String> commands() {
        var commands = new LinkedHashMap<String, String>();
        commands.put("bufctl", "::bufctl");
        commands.put("bufctl_audit", "::bufctl -v");
        commands.put("cpu", "::cpuinfo -v");
        commands.put("cpun", "::cpuinfo -v");
        commands.put("cpus", "::walk cpu |::cpuinfo -v");
        commands.put("devinfo", "::print struct dev_info");
        commands.put("findthreads", "::walk thread |::thread");
        commands.put("modctl.brief", "::modctl");
        commands.put("modules", "::modinfo");
        commands.put("msgbuf", "::msgbuf");
        commands.put("mutex", "::mutex");
        commands.put("panicbuf", "::panicinfo");
        commands.put("pid2proc", "::pid2proc |::print proc_t");
        commands.put("proc2u", "::print proc_t p_user");
        commands.put("procargs", "::print proc_t p_user.u_psargs");
        commands.put("sema", "::print sema_impl_t");
        commands.put("stackregs", "::stackregs");
        commands.put("thread", "::print kthread_t");
        commands.put("threadlist", "::threadlist -v");
        commands.put("u", "::print user_t");
        commands.put("utsname", "utsname::print");
        return Collections.unmodifiableMap(commands);
    }

    /** All of them, in order of name. */
    static Map<String, String> all() {
        return COMMANDS;
    }

    /** What a name stands for; empty for any other. */
    public static Optional<String> of(String name) {
        return Optional.ofNullable(COMMANDS.get(name));
    }
}
