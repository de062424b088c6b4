package dev.xmdb.dcmds.crash;

import dev.xmdb.engine.CommandAlias;
import dev.xmdb.engine.DcmdException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Commands that show memory and how it is mapped. */
final class MemoryAliases {
    private MemoryAliases() {}

    static List<CommandAlias> all() {
        return List.of(
                new CommandAlias(
                        "rd",
                        "[-8 | -16 | -32 | -64] [-p] [-a | -s | -d] [-e end] address [count]",
                        "memory as numbers, text or symbols",
                        MemoryAliases::rd),
                new CommandAlias("vtop", "[-k] address", "where an address of the kernel's is", MemoryAliases::vtop),
                new CommandAlias("pte", "value", "what a page-table entry says", words -> one("pte", words, "::pte")),
                new CommandAlias(
                        "kmem",
                        "-i | -f | -z | -s [cache] | -S cache | -v | address",
                        "memory in use, slabs, what an address is",
                        MemoryAliases::kmem),
                new CommandAlias(
                        "search",
                        "[-p | -u] [-s start] [-e end | -l bytes] [-w | -h] [-m mask] value | -c text",
                        "where a value is in memory",
                        MemoryAliases::search),
                new CommandAlias("btop", "address", "bytes to pages", words -> shifted("btop", words, ">>")),
                new CommandAlias("ptob", "page", "pages to bytes", words -> shifted("ptob", words, "<<")));
    }

    private static String one(String command, List<String> words, String ours) {
        var given = new CrashWords(command, words, Set.of(), Set.of());
        given.atMost(1);
        return CrashWords.address(given.first()) + ours;
    }

    private static String rd(List<String> words) {
        var given = new CrashWords(
                "rd",
                numbersAsOptions(words),
                Set.of("-b", "-h", "-w", "-g", "-p", "-a", "-s", "-d", "-x"),
                Set.of("-e"));
        given.atMost(given.has("-e") ? 1 : 2);
        given.oneOf("-b", "-h", "-w", "-g");
        given.oneOf("-a", "-s", "-d", "-x");
        given.oneOf("-a", "-e");
        String format;
        if (given.has("-a")) {
            format = given.rest(1).map(number -> given.count(number) + "c").orElse("s");
        } else if (given.has("-s")) {
            format = "p";
        } else if (given.has("-b")) {
            format = given.has("-d") ? "V" : "B";
        } else if (given.has("-h")) {
            format = given.has("-d") ? "d" : "x";
        } else if (given.has("-w")) {
            format = given.has("-d") ? "D" : "X";
        } else {
            format = given.has("-d") ? "e" : "J";
        }
        String start = CrashWords.address(given.first());
        String verb = given.has("-p") ? "\\" : "/";
        String unit = given.has("-b") ? "1" : given.has("-h") ? "2" : given.has("-w") ? "4" : "8";
        Optional<String> end = given.argument("-e").map(CrashWords::address).map(CrashWords::quoted);
        if (end.isPresent()) {
            String size = unit.equals("8") ? "" : "-s " + unit + " ";
            return start + "::upto " + size + end.get() + " '" + verb + format + "'";
        }
        String count = given.rest(1)
                .filter(_ -> !given.has("-a"))
                .map(number -> ",0t" + given.count(number))
                .orElse("");
        return start + count + verb + format;
    }

    /** crash's widths in bits look like negative numbers. */
    private static List<String> numbersAsOptions(List<String> words) {
        return words.stream()
                .map(word -> switch (word) {
                    case "-8" -> "-b";
                    case "-16" -> "-h";
                    case "-32" -> "-w";
                    case "-64" -> "-g";
                    default -> word;
                })
                .toList();
    }

    private static String vtop(List<String> words) {
        var given = new CrashWords("vtop", words, Set.of("-k"), Set.of());
        given.atMost(1);
        return CrashWords.address(given.first()) + "::vatopfn -v";
    }

    static String kmem(List<String> words) {
        var given = new CrashWords("kmem", words, Set.of("-i", "-f", "-s", "-S", "-v", "-z"), Set.of());
        given.atMost(1);
        given.oneOf("-i", "-f", "-s", "-S", "-v", "-z");
        if (given.has("-i")) {
            return "::memstat";
        }
        if (given.has("-f")) {
            return "::buddyinfo";
        }
        if (given.has("-v")) {
            return "::vmalloc";
        }
        if (given.has("-s")) {
            return given.rest(0)
                    .map(cache -> "::kmem_cache -n " + CrashWords.quoted(cache))
                    .orElse("::kmastat");
        }
        if (given.has("-z")) {
            return "::zoneinfo";
        }
        if (given.has("-S")) {
            return "::walk " + CrashWords.quoted(given.first());
        }
        return CrashWords.address(given.first()) + "::whatis";
    }

    private static String search(List<String> words) {
        var given = new CrashWords(
                "search", words, Set.of("-k", "-u", "-p", "-w", "-h"), Set.of("-s", "-e", "-l", "-m", "-c"));
        given.atMost(given.has("-c") ? 0 : 1);
        if (given.has("-e") && !given.has("-s")) {
            throw new DcmdException("search: -e wants the first address as -s");
        }
        String start = given.argument("-s").map(CrashWords::address).orElse("");
        String length = given.argument("-l")
                .or(() -> given.argument("-e")
                        .map(end -> CrashWords.operand(end)
                                + "-"
                                + CrashWords.operand(given.argument("-s").orElseThrow())))
                .map(bytes -> "," + bytes)
                .orElse("");
        String size = given.has("-w") ? "-s 4 " : given.has("-h") ? "-s 2 " : "";
        return start
                + length
                + "::search "
                + (given.has("-p") ? "-p " : "")
                + (given.has("-u") ? "-u " : "")
                + size
                + given.argument("-m").map(bits -> "-m " + bits + " ").orElse("")
                + given.argument("-c")
                        .map(text -> "-t " + CrashWords.quoted(text))
                        .orElseGet(() -> CrashWords.address(given.first()));
    }

    private static String shifted(String command, List<String> words, String operator) {
        var given = new CrashWords(command, words, Set.of(), Set.of());
        given.atMost(1);
        return "0x" + given.first().replaceFirst("^0[xX]", "") + operator + "0t12=K";
    }
}
