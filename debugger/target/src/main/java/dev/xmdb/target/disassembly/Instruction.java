package dev.xmdb.target.disassembly;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One instruction, or one byte that begins none.
 *
 * @param address where it is
 * @param bytes its bytes in hexadecimal, two digits each
 * @param text mnemonic and operands as mdb prints them, without the remarks that follow them
 * @param remarks what the operands stand for
 * @param offset the signed distance from its end to what it names relative to itself; empty when it names nothing so
 */
public record Instruction(long address, String bytes, String text, List<Remark> remarks, OptionalLong offset) {
    /** What stands in place of an instruction that cannot be decoded. */
    public static final String UNKNOWN = "***ERROR--unknown op code***";

    private static final int TAB = 8;

    /** Copies the list. */
    public Instruction {
        remarks = List.copyOf(remarks);
    }

    /**
     * What an operand stands for.
     *
     * @param kind how it was found
     * @param value the address, or the number
     */
    public record Remark(Kind kind, long value) {}

    /** How a remark's value was found. */
    public enum Kind {
        /** Where a branch or call goes. */
        TARGET,
        /** What an operand relative to the instruction pointer names. */
        RELATIVE,
        /** A number that may be an address: an immediate, or the place of a memory operand. Shown when a symbol covers it. */
        ABSOLUTE,
        /** A small negative immediate without its sign. */
        UNSIGNED
    }

    /** A byte that begins no instruction. */
    static Instruction undecodable(long address, String octet) {
        return new Instruction(address, octet, UNKNOWN, List.of(), OptionalLong.empty());
    }

    /** How many bytes it has. */
    public int length() {
        return bytes.length() / 2;
    }

    /** Whether it is one. */
    public boolean isDecoded() {
        return !text.equals(UNKNOWN);
    }

    /** Where it branches to; empty when it does not, or when a register or memory says where. */
    public OptionalLong target() {
        return first(Kind.TARGET);
    }

    /** What it names relative to itself, or as an absolute address. */
    public OptionalLong reference() {
        OptionalLong relative = first(Kind.RELATIVE);
        return relative.isPresent() ? relative : first(Kind.ABSOLUTE);
    }

    private OptionalLong first(Kind kind) {
        for (Remark remark : remarks) {
            if (remark.kind() == kind) {
                return OptionalLong.of(remark.value());
            }
        }
        return OptionalLong.empty();
    }

    /**
     * The instruction with its remarks, each at the next tab stop after what is before it.
     *
     * @param symbols name and offset of the symbol that covers an address; null where none does
     */
    public String text(LongFunction<@Nullable String> symbols) {
        var whole = new StringBuilder(text);
        for (Remark remark : remarks) {
            String symbol = remark.kind() == Kind.UNSIGNED ? null : symbols.apply(remark.value());
            if (symbol != null || remark.kind() != Kind.ABSOLUTE) {
                whole.append(" ".repeat(TAB - whole.length() % TAB)).append('<');
                whole.append(symbol != null ? symbol : MdbSyntax.hexadecimal(remark.value()));
                whole.append('>');
            }
        }
        return whole.toString();
    }
}
