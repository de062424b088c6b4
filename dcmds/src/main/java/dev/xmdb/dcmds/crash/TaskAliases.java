package dev.xmdb.dcmds.crash;

import dev.xmdb.engine.CommandAlias;
import dev.xmdb.engine.DcmdException;
import java.util.List;
import java.util.Set;

/** Commands that show tasks and their stacks. */
final class TaskAliases {
    private static final String FIND_STACK = "::findstack -v";

    private TaskAliases() {}

    static List<CommandAlias> all() {
        return List.of(
                new CommandAlias(
                        "bt", "[-a] [pid | task]", "stack of the current task, of CPUs, of a task", TaskAliases::bt),
                new CommandAlias("foreach", "bt", "stacks of all tasks", TaskAliases::foreach),
                new CommandAlias("ps", "[-k | -u | -A | -p | -S] [pid | task | name]", "processes", TaskAliases::ps),
                new CommandAlias("task", "[pid | task] [-R member]", "a task's structure", TaskAliases::task),
                new CommandAlias(
                        "files", "pid | task", "open files of a process", words -> ofTask("files", words, "::files")),
                new CommandAlias("vm", "pid | task", "mappings of a process", words -> ofTask("vm", words, "::pmap")),
                new CommandAlias("runq", "", "run queues", words -> without("runq", words, "::runq")));
    }

    /** A command that takes nothing. */
    static String without(String command, List<String> words, String ours) {
        new CrashWords(command, words, Set.of(), Set.of()).atMost(0);
        return ours;
    }

    private static String bt(List<String> words) {
        var given = new CrashWords("bt", words, Set.of("-a"), Set.of("-c"));
        given.atMost(1);
        if (given.has("-a")) {
            return "::cpustack -a";
        }
        return given.argument("-c")
                .map(cpu -> "::cpustack -c " + CrashWords.decimal(cpu))
                .orElseGet(() -> given.rest(0)
                        .map(task -> CrashWords.task(task, FIND_STACK))
                        .orElse("$C"));
    }

    private static String foreach(List<String> words) {
        if (!words.equals(List.of("bt"))) {
            throw new DcmdException(
                    "foreach: only foreach bt has an equivalent; for others, try ::walk task | COMMAND");
        }
        return "::walk task | " + FIND_STACK;
    }

    private static String ps(List<String> words) {
        var given = new CrashWords("ps", words, Set.of("-k", "-u", "-A", "-p", "-S", "-G"), Set.of());
        given.atMost(1);
        if (given.has("-p")) {
            return "::ptree";
        }
        String all = given.rest(0)
                .map(one -> one.matches("[0-9]{1,7}|[0-9a-f]{9,16}")
                        ? CrashWords.task(one, "::ps")
                        : "::ps " + CrashWords.quoted(one))
                .orElse("::ps");
        if (given.has("-k") || given.has("-u")) {
            all += " | ::filter kernel = " + given.has("-k");
        }
        if (given.has("-A")) {
            all += " | ::filter running = true";
        }
        return given.has("-S") ? all + " | ::groupby s" : all;
    }

    private static String task(List<String> words) {
        var given = new CrashWords("task", words, Set.of(), Set.of("-R"));
        given.atMost(1);
        String members = given.argument("-R")
                .map(list -> " " + String.join(" ", list.split(",")))
                .orElse("");
        return CrashWords.task(given.first(), "::print 'struct task_struct'" + members);
    }

    private static String ofTask(String command, List<String> words, String ours) {
        var given = new CrashWords(command, words, Set.of(), Set.of());
        given.atMost(1);
        return CrashWords.task(given.first(), ours);
    }
}
