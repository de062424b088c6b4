package dev.xmdb.target.disassembly;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The texts of objdump and of mdb in one form. What is the same but written differently becomes equal:
 *
 * <ul>
 *   <li>prefixes that change nothing or that the operand shows are dropped; repeat prefixes are {@code rep} and {@code repnz};
 *   <li>transfers lose their size letter, and the other differences of {@link MdbSyntax}'s second rule go;
 *   <li>what an instruction cannot have otherwise goes: the operands of MONITOR and MWAIT, a shift by one, a WAIT's other name;
 *   <li>every number is unsigned, hexadecimal and as wide as the instruction's operands; a branch goes to its address;
 *   <li>a displacement of zero and a scale of one are left out.
 * </ul>
 */
final class Common {
    private static final Pattern NUMBER = Pattern.compile("(?<![%\\w])([-+]?)0x([0-9a-f]+)");
    private static final Set<String> PADDING =
            Set.of("data16", "data32", "addr32", "cs", "ds", "es", "ss", "gs", "fs", "notrack", "bnd");
    private static final Map<String, String> NAMES =
            Map.ofEntries(Map.entry("repz", "rep"), Map.entry("repe", "rep"), Map.entry("repne", "repnz"));

    private Common() {}

    /** A line of objdump. */
    static String of(Objdump.Line line) {
        return common(line.text().replaceAll("\\s*[#<].*", ""), OptionalLong.empty());
    }

    /** An instruction of ours. */
    static String of(Instruction instruction) {
        return common(instruction.text(), instruction.target());
    }

    private static String common(String text, OptionalLong target) {
        String[] words = text.strip().split("\\s+", -1);
        var name = new StringBuilder();
        int at = 0;
        while (at < words.length - 1 && (PADDING.contains(words[at]) || words[at].startsWith("rex"))) {
            at++;
        }
        while (at < words.length && words[at].matches("rep|repz|repe|repnz|repne|lock|xacquire|xrelease")) {
            name.append(NAMES.getOrDefault(words[at], words[at])).append(' ');
            at++;
        }
        while (at < words.length - 1 && (PADDING.contains(words[at]) || words[at].startsWith("rex"))) {
            at++;
        }
        String mnemonic = at < words.length ? words[at] : "";
        var rest = new StringBuilder();
        for (int i = at + 1; i < words.length; i++) {
            rest.append(words[i]);
        }
        mnemonic = mnemonic.replaceFirst("^(call|jmp|ret|lret|iret|leave|enter|xbegin)[qlw]$", "$1")
                .replaceFirst("^(v?mov[a-z]+)\\.s$", "$1")
                .replaceFirst("^movabs([qlwb])$", "mov$1")
                .replaceFirst("^cmov([qlw])\\.(.*)$", "cmov$2$1")
                .replaceFirst("^(j[a-z]+|xbegin|loop[a-z]*),p[nt]$", "$1");
        String operands = rest.toString();
        if (mnemonic.equals("int3")) {
            mnemonic = "int";
            operands = "$0x3";
        }
        if ((mnemonic + " " + operands).matches("xchgw %ax,%ax|fwait ")) {
            mnemonic = mnemonic.equals("fwait") ? "wait" : "nop";
            operands = "";
        }
        if (mnemonic.matches("(sh|sa|ro|rc)[lr][bwlq]") && !operands.startsWith("$") && !operands.startsWith("%cl,")) {
            operands = "$0x1," + operands;
        }
        mnemonic =
                mnemonic.replaceFirst("^([ls][gi]dt|rd[fg]sbase|wr[fg]sbase|rdrand|rdseed|bswap|lldt|ltr)[lqw]$", "$1");
        if (mnemonic.matches("monitorx?|mwaitx?")) {
            operands = "";
        }
        if (target.isPresent()) {
            operands = "0x" + Long.toHexString(target.getAsLong());
        }
        operands = numbers(mnemonic, operands)
                .replace("(%dx)", "%dx")
                .replaceAll("%[c-es]s:(?=\\(|0x)", "")
                .replaceAll(",1\\)", ")")
                .replaceAll("(?<![0-9a-fx])0x0\\(", "(")
                .replaceAll("(%[fg]s:)0x0(?=\\()", "$1")
                .replaceAll(",%[re]iz\\)", ")");
        return name + mnemonic + " " + operands;
    }

    private static String numbers(String mnemonic, String operands) {
        Matcher number = NUMBER.matcher(operands);
        return number.replaceAll(found -> {
            long value = Long.parseUnsignedLong(found.group(2), 16);
            boolean immediate = found.start() > 0 && operands.charAt(found.start() - 1) == '$';
            if (found.group(1).equals("-")) {
                value = -value;
            }
            if (immediate) {
                int width = switch (mnemonic.charAt(mnemonic.length() - 1)) {
                    case 'b' -> 8;
                    case 'w' -> 16;
                    case 'l' -> 32;
                    default -> 64;
                };
                value &= -1L >>> (64 - width);
            }
            return "0x" + Long.toHexString(value);
        });
    }
}
