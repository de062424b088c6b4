package dev.xmdb.dcmds.crash;

import dev.xmdb.engine.CommandAlias;
import java.util.List;
import java.util.Set;

/** Commands that show the system as a whole. */
final class SystemAliases {
    private SystemAliases() {}

    static List<CommandAlias> all() {
        return List.of(
                new CommandAlias(
                        "sys", "", "what the guest is", words -> TaskAliases.without("sys", words, "::status")),
                new CommandAlias("log", "[-t]", "the kernel's messages", words -> log("log", words)),
                new CommandAlias("dmesg", "[-t]", "the kernel's messages", words -> log("dmesg", words)),
                new CommandAlias("mod", "", "modules", words -> TaskAliases.without("mod", words, "::modinfo")),
                new CommandAlias("irq", "[irq]", "interrupts", SystemAliases::irq),
                TaskAliases.linuxOnly("timer", "", "timers", words -> TaskAliases.without("timer", words, "::timers")),
                new CommandAlias("mach", "", "the machine", words -> TaskAliases.without("mach", words, "::xeninfo")),
                new CommandAlias("help", "[command]", "help", SystemAliases::help),
                new CommandAlias("q", "", "the end", words -> TaskAliases.without("q", words, "::quit")),
                new CommandAlias("quit", "", "the end", words -> TaskAliases.without("quit", words, "::quit")),
                new CommandAlias("exit", "", "the end", words -> TaskAliases.without("exit", words, "::quit")),
                TaskAliases.linuxOnly(
                        "net", "", "network devices and sockets", words -> TaskAliases.without("net", words, "::net")));
    }

    /** crash shows times unless it is told not to. */
    private static String log(String command, List<String> words) {
        var given = new CrashWords(command, words, Set.of("-t"), Set.of());
        given.atMost(0);
        return given.has("-t") ? "::msgbuf" : "::msgbuf -t";
    }

    private static String irq(List<String> words) {
        var given = new CrashWords("irq", words, Set.of(), Set.of());
        given.atMost(1);
        return given.rest(0)
                .map(number -> CrashWords.decimal(number) + "::interrupts")
                .orElse("::interrupts");
    }

    private static String help(List<String> words) {
        var given = new CrashWords("help", words, Set.of(), Set.of());
        given.atMost(1);
        return given.rest(0)
                .map(command -> "::help " + CrashWords.quoted(command))
                .orElse("::aliases");
    }
}
