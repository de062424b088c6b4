package dev.xmdb.dcmds.crash;

import dev.xmdb.engine.CommandAlias;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What is asked in another way of a Solaris guest, where a process is one thing and its threads are others. */
final class SolarisAliases {
    private static final String THREADS_OF = " | ::walk thread";
    private static final String FIND_STACK = "::findstack -v";

    /** crash's words for the states of tasks, and what the states of threads are called. */
    private static final Map<String, String> STATES =
            Map.of("RU", "run", "IN", "sleep", "UN", "sleep", "ST", "stopped", "ZO", "zomb");

    /** What can be done for each thread. */
    private static final Map<String, String> EACH =
            Map.of("bt", FIND_STACK, "ps", "::thread", "task", "::print kthread_t");

    private SolarisAliases() {}

    static List<CommandAlias> all() {
        return List.of(
                alias(
                        "bt",
                        "[-a | -c cpu] [pid | thread]",
                        "stack of vCPU 0, of CPUs, of a process' threads, of a thread",
                        words -> TaskAliases.bt(words, one -> ofThreads(one, FIND_STACK))),
                alias(
                        "foreach",
                        "[pid | name | kernel | user | active | RU | ...] bt | ps | task",
                        "something of all threads, or of some",
                        SolarisAliases::foreach),
                alias("ps", "[-G] [pid | name]", "processes and threads", SolarisAliases::ps),
                alias("task", "pid | thread [-R member]", "the structures of threads", SolarisAliases::task),
                alias("sys", "", "what the guest is", words -> TaskAliases.without("sys", words, "::status -v")),
                alias("runq", "", "run queues", words -> TaskAliases.without("runq", words, "::cpuinfo -v")),
                alias(
                        "kmem",
                        "-i | -s [cache] | -S cache | address",
                        "memory in use, slabs, what an address is",
                        SolarisAliases::kmem));
    }

    private static CommandAlias alias(
            String name, String synopsis, String summary, Function<List<String>, String> translation) {
        return new CommandAlias(name, synopsis, summary, translation, Optional.of(SolarisGuest.KIND));
    }

    private static String process(String pid) {
        return "0t" + pid + "::pid2proc";
    }

    private static boolean isPid(String word) {
        return word.matches("[0-9]{1,7}");
    }

    /** Of a process' threads by its decimal number, or of a thread by its address. */
    private static String ofThreads(String word, String ours) {
        return isPid(word) ? process(word) + THREADS_OF + " | " + ours : CrashWords.address(word) + ours;
    }

    private static String foreach(List<String> words) {
        String each = TaskAliases.each(words, EACH);
        List<String> choices = TaskAliases.choices(words);
        if (choices.size() > 1) {
            throw new DcmdException("foreach: of a solaris guest, one choice of threads is understood");
        }
        String chosen = choices.isEmpty() ? "::walk thread" : chosen(choices.getFirst());
        return each.equals("::thread") && chosen.startsWith("::thread") ? chosen : chosen + " | " + each;
    }

    private static String chosen(String word) {
        String state = STATES.get(word);
        if (state != null) {
            return "::thread | ::filter state = " + state;
        }
        return switch (word) {
            case "active" -> "::thread | ::filter state = onproc";
            case "kernel" -> process("0") + THREADS_OF;
            case "user" -> "::ps | ::filter pid <> 0" + THREADS_OF;
            default -> (isPid(word) ? process(word) : named(word)) + THREADS_OF;
        };
    }

    private static String named(String word) {
        return "::ps | ::filter name = " + CrashWords.quoted(word);
    }

    private static String ps(List<String> words) {
        var given = new CrashWords("ps", words, Set.of("-G"), Set.of());
        given.atMost(1);
        String list = given.has("-G") ? "::ps" : "::ps -t";
        return given.rest(0)
                .map(one -> (isPid(one) ? process(one) : named(one)) + " | " + list)
                .orElse(list);
    }

    private static String task(List<String> words) {
        var given = new CrashWords("task", words, Set.of(), Set.of("-R"));
        given.atMost(1);
        return ofThreads(given.first(), "::print kthread_t" + TaskAliases.members(given));
    }

    private static String kmem(List<String> words) {
        var given = new CrashWords("kmem", words, Set.of("-i", "-s", "-S"), Set.of());
        return given.has("-i") ? "::vmem" : MemoryAliases.kmem(words);
    }
}
