package dev.xmdb.target.disassembly;

import dev.xmdb.target.disassembly.Instruction.Kind;
import dev.xmdb.target.disassembly.Instruction.Remark;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns Capstone's AT&T text into what mdb prints for the same instruction. The rules:
 *
 * <ol>
 *   <li>The mnemonic fills six columns, one blank follows, operands are separated by commas alone.
 *   <li>Transfers have no size letter: {@code call jmp ret lret iret leave enter}; {@code movabs} is {@code mov}; {@code int3} is
 *       {@code int $0x3}; a conditional move is {@code cmovq.ne}; repeat prefixes are {@code repz} and {@code repnz}.
 *   <li>Every number is hexadecimal with {@code 0x}.
 *   <li>The target of a branch is its signed distance from the next instruction, {@code +0x12}; so is the displacement from
 *       {@code %rip}. The address follows as a remark.
 *   <li>An immediate has the width of its instruction; from -255 to -1 it is negative, with its unsigned value as a remark, except
 *       for the instructions on bits, on ports and for the shifts.
 *   <li>A displacement is negative down to one MiB below zero; below that it is taken for an address and shown unsigned.
 *   <li>Immediates and absolute displacements that may be addresses are remarks, shown when a symbol covers them.
 *   <li>The destination of a string instruction is {@code (%rdi)} without its segment, which cannot be another one.
 * </ol>
 *
 * <p>A displacement of zero and a scale of one are left out, as Capstone leaves them out.
 */
final class MdbSyntax {
    private static final int SMALL_NEGATIVE = -255;
    private static final long FURTHEST_DISPLACEMENT = -(1L << 20);
    /** Below this, an immediate is a number: addresses of kernels and of their modules are far above. */
    private static final long LEAST_ADDRESS = 1L << 20;

    private static final Map<String, String> RENAMED = Map.ofEntries(
            Map.entry("callq", "call"),
            Map.entry("calll", "call"),
            Map.entry("callw", "call"),
            Map.entry("jmpq", "jmp"),
            Map.entry("jmpl", "jmp"),
            Map.entry("jmpw", "jmp"),
            Map.entry("retq", "ret"),
            Map.entry("retl", "ret"),
            Map.entry("retw", "ret"),
            Map.entry("lretq", "lret"),
            Map.entry("lretl", "lret"),
            Map.entry("lretw", "lret"),
            Map.entry("iretq", "iret"),
            Map.entry("iretl", "iret"),
            Map.entry("iretw", "iret"),
            Map.entry("leaveq", "leave"),
            Map.entry("leavel", "leave"),
            Map.entry("enterq", "enter"),
            Map.entry("enterl", "enter"),
            Map.entry("movabsq", "movq"),
            Map.entry("movabsl", "movl"),
            Map.entry("movabsw", "movw"),
            Map.entry("movabsb", "movb"),
            Map.entry("rep", "repz"),
            Map.entry("repe", "repz"),
            Map.entry("repne", "repnz"));

    /** Instructions whose immediates have a sign, without their size letter. */
    private static final Set<String> SIGNED = Set.of("mov", "add", "adc", "sub", "sbb", "cmp", "push", "imul");

    private static final Pattern CONDITIONAL_MOVE = Pattern.compile("cmov(n?[abeglops]e?)([wlq])");
    private static final Pattern BRANCH = Pattern.compile("call|j[a-z]+|loop[a-z]*|xbegin");
    private static final String NUMBER = "([-+]?(?:0x[0-9a-fA-F]+|[0-9]+))";
    private static final Pattern IMMEDIATE = Pattern.compile("\\$" + NUMBER);
    private static final Pattern MEMORY = Pattern.compile("(\\*?)(%[c-gs]s:)?" + NUMBER + "?(?:\\(([^()]*)\\))?");
    private static final Pattern DESTINATION = Pattern.compile("%es:(\\(%[re]?di\\))");

    private final CpuMode mode;
    private final long next;
    private final List<Remark> remarks = new ArrayList<>();
    private OptionalLong offset = OptionalLong.empty();

    private MdbSyntax(CpuMode mode, long next) {
        this.mode = mode;
        this.next = next;
    }

    /**
     * An instruction as mdb prints it.
     *
     * @param mode how the processor takes it
     * @param address where it is
     * @param code its bytes and more
     * @param decoded what Capstone made of them
     */
    static Instruction instruction(CpuMode mode, long address, byte[] code, Decoded decoded) {
        var syntax = new MdbSyntax(mode, address + decoded.length());
        String text = syntax.text(decoded.mnemonic(), decoded.operands());
        return new Instruction(
                address, HexFormat.of().formatHex(code, 0, decoded.length()), text, syntax.remarks, syntax.offset);
    }

    /** A number with the prefix that mdb always gives it here. */
    static String hexadecimal(long value) {
        return "0x" + Long.toHexString(value);
    }

    private String text(String capstoneMnemonic, String capstoneOperands) {
        var words = new ArrayList<String>();
        for (String word : capstoneMnemonic.strip().split(" +", -1)) {
            words.add(renamed(word));
        }
        String name = words.getLast();
        List<String> operands = operands(capstoneOperands);
        if (name.equals("int3")) {
            words.set(words.size() - 1, "int");
            operands = List.of("$0x3");
        }
        var shown = new ArrayList<String>(operands.size());
        for (String operand : operands) {
            shown.add(operand(name, operand));
        }
        // A symbol comes before the unsigned value, and both before what the instruction names relative to itself.
        remarks.sort((a, b) -> Integer.compare(rank(a.kind()), rank(b.kind())));
        String mnemonic = String.join(" ", words);
        if (shown.isEmpty()) {
            return mnemonic;
        }
        return mnemonic + " ".repeat(Math.max(1, 7 - mnemonic.length())) + String.join(",", shown);
    }

    private static int rank(Kind kind) {
        return switch (kind) {
            case ABSOLUTE -> 0;
            case UNSIGNED -> 1;
            case RELATIVE -> 2;
            case TARGET -> 3;
        };
    }

    private static String renamed(String word) {
        Matcher move = CONDITIONAL_MOVE.matcher(word);
        return move.matches() ? "cmov" + move.group(2) + "." + move.group(1) : RENAMED.getOrDefault(word, word);
    }

    /** The operands apart: commas in parentheses and braces separate nothing. */
    private static List<String> operands(String text) {
        var all = new ArrayList<String>();
        int depth = 0;
        var operand = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(' || c == '{') {
                depth++;
            } else if (c == ')' || c == '}') {
                depth--;
            }
            if (c == ',' && depth == 0) {
                all.add(operand.toString());
                operand.setLength(0);
            } else if (c > ' ' && c < 0x7f) {
                operand.append(c);
            }
        }
        if (!operand.isEmpty() || !all.isEmpty()) {
            all.add(operand.toString());
        }
        return all;
    }

    private String operand(String name, String operand) {
        Matcher immediate = IMMEDIATE.matcher(operand);
        if (immediate.matches()) {
            return immediate(name, number(immediate.group(1)));
        }
        Matcher destination = DESTINATION.matcher(operand);
        if (destination.matches()) {
            return destination.group(1);
        }
        Matcher memory = MEMORY.matcher(operand);
        if (operand.isEmpty() || !memory.matches()) {
            return operand;
        }
        String displacement = memory.group(3);
        String registers = memory.group(4);
        if (displacement != null
                && registers == null
                && memory.group(1).isEmpty()
                && BRANCH.matcher(name).matches()) {
            return target(number(displacement));
        }
        return memory.group(1)
                + (memory.group(2) == null ? "" : memory.group(2))
                + (displacement == null ? "" : displacement(memory.group(2), number(displacement), registers))
                + (registers == null ? "" : "(" + registers + ")");
    }

    private String target(long address) {
        long cut = mode.cut(address);
        remarks.add(new Remark(Kind.TARGET, cut));
        return relative(mode.signed(cut - next));
    }

    private String relative(long distance) {
        offset = OptionalLong.of(distance);
        return distance < 0 ? "-" + hexadecimal(-distance) : "+" + hexadecimal(distance);
    }

    private String displacement(@Nullable String segment, long value, @Nullable String registers) {
        if (registers != null && (registers.equals("%rip") || registers.equals("%eip"))) {
            long distance = mode.signed(value);
            remarks.add(new Remark(Kind.RELATIVE, mode.cut(next + distance)));
            return relative(distance);
        }
        long signed = mode.signed(value);
        if (signed < 0 && signed >= FURTHEST_DISPLACEMENT) {
            return "-" + hexadecimal(-signed);
        }
        if (segment != null && registers == null) {
            // Per-CPU data: Linux gives its symbols their places in the segment, which begins at zero.
            remarks.add(new Remark(Kind.ABSOLUTE, mode.cut(value)));
        } else {
            mayBeAddress(mode.cut(value));
        }
        return hexadecimal(mode.cut(value));
    }

    private String immediate(String name, long value) {
        int width = width(name);
        int spare = Long.SIZE - width;
        long signed = (value << spare) >> spare;
        long unsigned = signed & (-1L >>> spare);
        if (signed < 0 && signed >= SMALL_NEGATIVE && SIGNED.contains(stem(name))) {
            remarks.add(new Remark(Kind.UNSIGNED, unsigned));
            return "$-" + hexadecimal(-signed);
        }
        mayBeAddress(unsigned);
        return "$" + hexadecimal(unsigned);
    }

    private void mayBeAddress(long value) {
        if (Long.compareUnsigned(value, LEAST_ADDRESS) >= 0) {
            remarks.add(new Remark(Kind.ABSOLUTE, value));
        }
    }

    /** Bits of an instruction's immediates, by its size letter; without one, what is left of the sign after eight bits is a byte's. */
    private static int width(String name) {
        return switch (name.charAt(name.length() - 1)) {
            case 'b' -> Byte.SIZE;
            case 'w' -> Short.SIZE;
            case 'l' -> Integer.SIZE;
            case 'q' -> Long.SIZE;
            default -> Short.SIZE;
        };
    }

    private static String stem(String name) {
        return name.substring(0, name.length() - 1);
    }

    private static long number(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        long value = digits.startsWith("0x")
                ? Long.parseUnsignedLong(digits, 2, digits.length(), 16)
                : Long.parseUnsignedLong(digits);
        return negative ? -value : value;
    }
}
