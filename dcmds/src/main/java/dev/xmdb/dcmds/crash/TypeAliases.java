package dev.xmdb.dcmds.crash;

import dev.xmdb.engine.CommandAlias;
import dev.xmdb.engine.DcmdException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands that show structures, lists, symbols and values. */
final class TypeAliases {
    private static final String PRINT = "::print";

    /** What a pointer of a type points to, or a member of that. */
    private static final Pattern CAST = Pattern.compile(
            "(?:\\*\\s*\\(\\s*(?<whole>(?:struct|union)\\s+\\w+)\\s*\\*\\s*\\)\\s*(?<at>\\w+)"
                    + "|\\(\\s*\\(\\s*(?<part>(?:struct|union)\\s+\\w+)\\s*\\*\\s*\\)\\s*(?<of>\\w+)\\s*\\)\\s*->\\s*(?<member>[\\w.>\\[\\]-]+))");

    /** A number in units of 1024, its square or its cube. */
    private static final Pattern SIZE = Pattern.compile("(?<![0-9A-Za-z_])([0-9]{1,9})([kKmMgG])(?![0-9A-Za-z_])");

    private TypeAliases() {}

    static List<CommandAlias> all() {
        return List.of(
                new CommandAlias(
                        "struct",
                        "name[.member,...] [address [count]] [-o]",
                        "a structure",
                        words -> aggregate("struct", words)),
                new CommandAlias(
                        "union",
                        "name[.member,...] [address [count]] [-o]",
                        "a union",
                        words -> aggregate("union", words)),
                new CommandAlias(
                        "list",
                        "[[-o] offset | name.member] [-h | -H] address [-s name[.member,...]]",
                        "a linked list",
                        TypeAliases::list),
                new CommandAlias(
                        "p",
                        "[-d | -x] expression | variable:cpus",
                        "a variable, CPUs' copies of one, or the value of an expression",
                        TypeAliases::p),
                new CommandAlias(
                        "sym", "symbol | address | -q text | -l | -m module", "a symbol, or symbols", TypeAliases::sym),
                new CommandAlias("dis", "symbol | address [count]", "instructions", TypeAliases::dis),
                new CommandAlias(
                        "eval", "expression", "the value of an expression in several radices", TypeAliases::eval),
                new CommandAlias("whatis", "[struct | union] name", "the members of a type", TypeAliases::whatis));
    }

    private static String all(List<String> words) {
        if (words.isEmpty()) {
            throw new DcmdException("an expression is missing");
        }
        return String.join(" ", words);
    }

    /** A type and members of it, as crash joins them: {@code task_struct.pid,comm}. */
    private record Selection(String type, String members) {
        static Selection of(String keyword, String word) {
            int dot = word.indexOf('.');
            String name = dot < 0 ? word : word.substring(0, dot);
            String members = dot < 0 ? "" : " " + word.substring(dot + 1).replace(',', ' ');
            return new Selection("'" + keyword + " " + name.replace("'", "") + "'", members);
        }
    }

    private static String aggregate(String keyword, List<String> words) {
        var given = new CrashWords(keyword, words, Set.of("-o", "-x", "-d"), Set.of());
        given.atMost(3);
        Selection selection = Selection.of(keyword, given.first());
        if (given.rest(1).isEmpty()) {
            // Nothing has values without an address: what is declared there, of members with their offsets.
            boolean offsets = given.has("-o") || !selection.members().isEmpty();
            return "::print -" + (offsets ? "a" : "") + "t " + selection.type() + selection.members();
        }
        String options =
                (given.has("-o") ? " -a" : "") + (given.has("-d") ? " -d" : "") + (given.has("-x") ? " -x" : "");
        String print = "::print" + options + " " + selection.type() + selection.members();
        String address = CrashWords.address(given.rest(1).orElseThrow());
        return given.rest(2)
                .map(count -> address + "::array " + selection.type() + " " + "$[" + CrashWords.decimal(count) + "] | "
                        + print)
                .orElse(address + print);
    }

    private static String list(List<String> words) {
        var given = new CrashWords("list", words, Set.of("-H", "-h", "-x", "-d"), Set.of("-s", "-S", "-o"));
        given.atMost(2);
        String radix = (given.has("-d") ? "-d " : "") + (given.has("-x") ? "-x " : "");
        String shown = given.argument("-s")
                .or(() -> given.argument("-S"))
                .map(word -> Selection.of("struct", word))
                .map(each -> " | ::print " + radix + each.type() + each.members())
                .orElse("");
        if (given.rest().isEmpty()) {
            throw new DcmdException("list: an address is missing");
        }
        // The link's name may come after the address, too.
        boolean linkLast = given.rest().size() == 2
                && given.rest().getLast().contains(".")
                && !given.first().contains(".");
        List<String> rest = linkLast ? given.rest().reversed() : given.rest();
        String link =
                CrashWords.decimal(given.argument("-o").orElseGet(() -> rest.size() == 2 ? rest.getFirst() : "0"));
        String start = CrashWords.address(rest.getLast());
        int dot = link.indexOf('.');
        String member = dot < 0 ? "" : "'struct " + link.substring(0, dot) + "' " + link.substring(dot + 1);
        if (given.has("-H")) {
            String around = link.equals("0t0") ? "" : " | ::container_of " + member;
            if (dot < 0 && !around.isEmpty()) {
                around = " | ::map .-" + link;
            }
            return start + "::walk list_head" + around + shown;
        }
        if (given.has("-h") && dot < 0 && !link.equals("0t0")) {
            throw new DcmdException("list: -h wants the link's name, as in list task_struct.tasks -h init_task");
        }
        return start + "::list " + (dot < 0 ? "$[" + link + "]" : member) + shown;
    }

    private static String p(List<String> words) {
        var given = new CrashWords("p", words, Set.of("-d", "-x"), Set.of());
        String expression = all(given.rest());
        String radix = given.has("-d") ? " -d" : given.has("-x") ? " -x" : "";
        if (expression.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            return expression + PRINT + radix;
        }
        int colon = expression.indexOf(':');
        if (expression.matches("[A-Za-z_][A-Za-z0-9_]*:([0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*|a|all)")) {
            String cpus = expression.substring(colon + 1);
            String chosen = cpus.startsWith("a") ? "" : " -c " + cpus.replaceAll("[0-9]+", "0t$0");
            return expression.substring(0, colon) + "::percpu" + chosen + " | ::print" + radix;
        }
        int dot = expression.indexOf('.');
        if (expression.matches("[A-Za-z_][A-Za-z0-9_]*\\.[A-Za-z_][A-Za-z0-9_.>\\[\\]-]*")) {
            return expression.substring(0, dot) + PRINT + radix + " " + expression.substring(dot + 1);
        }
        Matcher cast = CAST.matcher(expression);
        if (cast.matches()) {
            boolean part = cast.group("member") != null;
            return CrashWords.address(cast.group(part ? "of" : "at"))
                    + PRINT
                    + radix
                    + " '"
                    + cast.group(part ? "part" : "whole")
                    + "'"
                    + (part ? " " + cast.group("member") : "");
        }
        if (expression.matches("&[A-Za-z_][A-Za-z0-9_]*")) {
            return expression.substring(1) + "=J";
        }
        if (expression.startsWith("*") || expression.startsWith("&")) {
            throw new DcmdException("p: " + expression + " has no equivalent here");
        }
        boolean number = !expression.matches(".*(?<![0-9A-Za-z_])[A-Za-z_].*");
        return given.expression(expression) + (number && !given.has("-x") ? "=E" : "=J");
    }

    private static String eval(List<String> words) {
        var given = new CrashWords("eval", words, Set.of("-b", "-l"), Set.of());
        String expression = SIZE.matcher(all(given.rest()))
                .replaceAll(number -> String.valueOf(Long.parseLong(number.group(1))
                        << switch (Character.toLowerCase(number.group(2).charAt(0))) {
                            case 'k' -> 10;
                            case 'm' -> 20;
                            default -> 30;
                        }));
        return given.expression(expression)
                + "=\"hexadecimal: \"Kn\"    decimal: \"En\"      octal: \"Gn\"     binary:\"nR";
    }

    private static String sym(List<String> words) {
        var given = new CrashWords("sym", words, Set.of("-l"), Set.of("-q", "-m"));
        given.atMost(given.has("-l") ? 0 : 1);
        if (given.has("-l")) {
            return "::nm -v";
        }
        if (given.has("-m")) {
            return "::nm -v " + given.argument("-m").map(CrashWords::quoted).orElseThrow();
        }
        if (given.has("-q")) {
            return "::nm | ::filter name ~ "
                    + given.argument("-q").map(CrashWords::quoted).orElseThrow();
        }
        return CrashWords.address(given.first()) + "=Jp";
    }

    private static String dis(List<String> words) {
        var given = new CrashWords("dis", words, Set.of("-l", "-u", "-x"), Set.of());
        given.atMost(2);
        // Our count is of what follows the first instruction.
        String count = given.rest(1)
                .map(number -> " -n 0t" + (given.count(number) - 1))
                .orElse("");
        return CrashWords.address(given.first()) + "::dis" + count;
    }

    private static String whatis(List<String> words) {
        String name = all(words).replace("'", "");
        return "::print -t '" + (name.contains(" ") ? name : "struct " + name) + "'";
    }
}
