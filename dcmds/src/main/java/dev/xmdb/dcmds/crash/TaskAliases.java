package dev.xmdb.dcmds.crash;

import dev.xmdb.engine.CommandAlias;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.target.guest.linux.LinuxGuest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Commands that show tasks and their stacks. */
final class TaskAliases {
    private static final String THREADS = "::threadlist";
    private static final String FIND_STACK = "::findstack -v";

    /** crash's words for the states of tasks, and the kernel's letters. */
    private static final Map<String, String> STATES =
            Map.of("RU", "R", "IN", "S", "UN", "D", "ST", "T", "TR", "t", "ZO", "Z", "DE", "X", "ID", "I");

    /** crash's words for kinds of tasks, and what holds for each. */
    private static final Map<String, String> KINDS =
            Map.of("kernel", "kernel = true", "user", "kernel = false", "active", "running = true");

    /** What can be done for each task; nothing more than to list it, for one. */
    private static final Map<String, String> EACH = Map.of(
            "bt", FIND_STACK,
            "files", "::files",
            "vm", "::pmap",
            "ps", "",
            "task", "::print 'struct task_struct'");

    private TaskAliases() {}

    static List<CommandAlias> all() {
        return List.of(
                new CommandAlias(
                        "bt", "[-a] [pid | task]", "stack of the current task, of CPUs, of a task", TaskAliases::bt),
                new CommandAlias(
                        "foreach",
                        "[pid | name | kernel | user | active | RU | UN | ...] bt | files | vm | ps | task",
                        "something of all tasks, or of some",
                        TaskAliases::foreach),
                new CommandAlias(
                        "ps", "[-k | -u | -A | -G | -a | -p | -S] [pid | task | name]", "threads", TaskAliases::ps),
                new CommandAlias("task", "pid | task [-R member]", "a task's structure", TaskAliases::task),
                linuxOnly("files", "pid | task", "open files of a process", words -> ofTask("files", words, "::files")),
                linuxOnly("vm", "pid | task", "mappings of a process", words -> ofTask("vm", words, "::pmap")),
                new CommandAlias("runq", "[-c cpu]", "run queues", TaskAliases::runq),
                new CommandAlias(
                        "set",
                        "pid | task",
                        "look at addresses as a process does",
                        words -> ofTask("set", words, "::context")),
                linuxOnly("waitq", "address", "who waits in a queue", TaskAliases::waitq));
    }

    /** A command that asks for what only a Linux guest has. */
    static CommandAlias linuxOnly(
            String name, String synopsis, String summary, Function<List<String>, String> translation) {
        return new CommandAlias(name, synopsis, summary, translation, Optional.of(LinuxGuest.KIND));
    }

    /** A command that takes nothing. */
    static String without(String command, List<String> words, String ours) {
        new CrashWords(command, words, Set.of(), Set.of()).atMost(0);
        return ours;
    }

    private static String bt(List<String> words) {
        return bt(words, task -> CrashWords.task(task, FIND_STACK));
    }

    /** The stack of the current task, of CPUs, or what is done for a task. */
    static String bt(List<String> words, UnaryOperator<String> ofTask) {
        var given = new CrashWords("bt", words, Set.of("-a"), Set.of("-c"));
        given.atMost(1);
        if (given.has("-a")) {
            return "::cpustack -a";
        }
        return given.argument("-c")
                .map(cpu -> "::cpustack -c " + CrashWords.decimal(cpu))
                .orElseGet(() -> given.rest(0).map(ofTask).orElse("$C"));
    }

    private static String foreach(List<String> words) {
        String each = each(words, EACH);
        var ofName = new LinkedHashSet<String>();
        var ofNumber = new LinkedHashSet<String>();
        var states = new LinkedHashSet<String>();
        var kinds = new LinkedHashSet<String>();
        for (String word : choices(words)) {
            String state = STATES.get(word);
            if (state != null) {
                states.add(state);
            } else if (KINDS.containsKey(word)) {
                kinds.add(word);
            } else {
                (word.matches("[0-9]{1,7}") ? ofNumber : ofName).add(word);
            }
        }
        if (kinds.contains("kernel") && kinds.contains("user")) {
            throw new DcmdException("foreach: no task is both kernel and user");
        }
        if (!ofNumber.isEmpty() && !ofName.isEmpty()) {
            throw new DcmdException("foreach: names and numbers at once have no equivalent here");
        }
        String threads = THREADS
                + oneOf("name", ofName)
                + oneOf("pid", ofNumber)
                + oneOf("s", states)
                + kinds.stream().map(kind -> " | ::filter " + KINDS.get(kind)).collect(Collectors.joining());
        return each.isEmpty() ? threads : (threads.equals(THREADS) ? "::walk task" : threads) + " | " + each;
    }

    /** The words before the command: they choose tasks, and none of them is an option. */
    static List<String> choices(List<String> words) {
        return new CrashWords("foreach", words.subList(0, words.size() - 1), Set.of(), Set.of()).rest();
    }

    /** What is to be done for each; the last word says it. */
    static String each(List<String> words, Map<String, String> known) {
        String command = words.isEmpty() ? "" : words.getLast();
        String each = known.get(command);
        if (each == null) {
            String wrong =
                    command.isEmpty() ? "a command is missing" : "no equivalent of " + command + " for many tasks";
            throw new DcmdException("foreach: " + wrong + "; one of "
                    + String.join(", ", known.keySet().stream().sorted().toList()) + " must be the last word");
        }
        return each;
    }

    /** Rows of which a column holds one of some words. */
    private static String oneOf(String column, SequencedCollection<String> words) {
        if (words.size() < 2) {
            return words.isEmpty() ? "" : " | ::filter " + column + " = " + CrashWords.quoted(words.getFirst());
        }
        String literal = words.stream()
                .map(word -> word.replaceAll("[\\\\^$.|?*+(){}\\[\\]]", "\\\\$0"))
                .collect(Collectors.joining("|", "^(", ")$"));
        return " | ::filter " + CrashWords.quoted(column + " ~ " + literal);
    }

    private static String ps(List<String> words) {
        var given = new CrashWords("ps", words, Set.of("-k", "-u", "-A", "-p", "-S", "-G", "-a", "-c"), Set.of());
        given.atMost(1);
        given.oneOf("-k", "-u");
        given.oneOf("-p", "-c", "-a", "-S");
        for (String choice : List.of("-k", "-u", "-A")) {
            given.oneOf(choice, "-p", "-c");
        }
        String list = given.has("-G") ? "::ps" : THREADS;
        String all = given.rest(0)
                .map(one -> one.matches("[0-9]{1,7}|[0-9a-f]{9,16}")
                        ? CrashWords.task(one, list)
                        : list + oneOf("name", List.of(one)))
                .orElse(list);
        if (given.has("-k") || given.has("-u")) {
            all += " | ::filter kernel = " + given.has("-k");
        }
        if (given.has("-A")) {
            all += " | ::filter running = true";
        }
        if (given.has("-p") || given.has("-c")) {
            return given.rest().isEmpty() ? "::ptree" : all + " | ::ptree";
        }
        return given.has("-a") ? all + " | ::pargs" : given.has("-S") ? all + " | ::groupby s" : all;
    }

    /** Members that {@code -R} names, after a blank each. */
    static String members(CrashWords given) {
        return given.argument("-R")
                .map(list -> " " + String.join(" ", list.split(",")))
                .orElse("");
    }

    private static String task(List<String> words) {
        var given = new CrashWords("task", words, Set.of(), Set.of("-R"));
        given.atMost(1);
        return CrashWords.task(given.first(), "::print 'struct task_struct'" + members(given));
    }

    private static String ofTask(String command, List<String> words, String ours) {
        var given = new CrashWords(command, words, Set.of(), Set.of());
        given.atMost(1);
        return CrashWords.task(given.first(), ours);
    }

    private static String runq(List<String> words) {
        var given = new CrashWords("runq", words, Set.of(), Set.of("-c"));
        given.atMost(0);
        return given.argument("-c").map(CrashWords::decimal).orElse("") + "::runq";
    }

    private static String waitq(List<String> words) {
        var given = new CrashWords("waitq", words, Set.of(), Set.of());
        given.atMost(1);
        return CrashWords.address(given.first()) + "::waitq";
    }
}
