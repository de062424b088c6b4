package dev.xmdb.sim.solaris.text;

import dev.xmdb.sim.solaris.text.Function.Site;
import dev.xmdb.sim.solaris.text.Function.Style;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;

/**
 * Makes the machine code of functions: prologues as the compilers of the time wrote them with arguments saved below the frame pointer,
 * calls at the places that the table names, plain instructions between them, and leave, ret at the end.
 */
public final class Assembler {
    private static final HexFormat HEX = HexFormat.of();
    private static final List<byte[]> SAVE_BY_MOVE =
            parse("48897df8", "488975f0", "488955e8", "48894de0", "4c8945d8", "4c894dd0");
    private static final List<byte[]> SAVE_BY_PUSH = parse("57", "56", "52", "51", "4150", "4151");

    /** Instructions that change neither stack nor saved arguments, by their length in bytes (nothing of length 0). */
    private static final List<List<byte[]>> PLAIN = List.of(
            List.of(),
            parse("90", "90", "fc"),
            parse("31c0", "85c0", "89c2", "39d0"),
            parse("4885c0", "4889c2", "488b07", "83e001"),
            parse("488b45f8", "488b4710", "0fb64008", "0f1f4000"),
            parse("b801000000", "ba00100000", "0f1f440000"),
            parse("81e2ff0f0000", "8b8090000000"),
            parse("488b8780010000", "0fb68030020000", "48c7c0ffffffff"));

    private final ToLongFunction<String> addresses;
    private final Random random;

    /**
     * An assembler.
     *
     * @param addresses where each function is
     * @param random picks the plain instructions
     */
    public Assembler(ToLongFunction<String> addresses, Random random) {
        this.addresses = addresses;
        this.random = random;
    }

    private static List<byte[]> parse(String... instructions) {
        return List.of(instructions).stream().map(HEX::parseHex).toList();
    }

    /** The code of a function that is at {@code address}; as long as the table says. */
    public byte[] assemble(Function function, long address) {
        Code code = new Code(new byte[function.size()]);
        prologue(function, code);
        for (Site site : function.sites()) {
            byte[] instruction = instruction(site, address);
            fill(code, site.offset() - instruction.length, function);
            code.add(instruction);
        }
        fill(code, function.size() - 2, function);
        code.add(HEX.parseHex("c9c3"));
        return code.bytes;
    }

    private byte[] instruction(Site site, long address) {
        return switch (site.transfer()) {
            case BOUNDARY -> new byte[0];
            case THROUGH_RAX -> HEX.parseHex("ffd0");
            case THROUGH_R11 -> HEX.parseHex("41ffd3");
            case DIRECT -> {
                int distance = Math.toIntExact(addresses.applyAsLong(site.callee()) - (address + site.offset()));
                yield new byte[] {
                    (byte) 0xe8,
                    (byte) distance,
                    (byte) (distance >> 8),
                    (byte) (distance >> 16),
                    (byte) (distance >> 24)
                };
            }
        };
    }

    private static void prologue(Function function, Code code) {
        switch (function.name()) {
            case "thread_start" -> {
                // pop %rax; pop %rdi; pop %rsi; mov %rsp,%rbp
                code.add(HEX.parseHex("585f5e4889e5"));
                return;
            }
            case "switch_sp_and_call" -> {
                // push %rbp; then rbp, the new stack, the function and its two arguments to where the call wants them
                code.add(HEX.parseHex("554889e54889fc4989f34889d74889ce"));
                return;
            }
            default -> {}
        }
        int saved = function.style() == Style.BARE || function.style() == Style.ASSEMBLY
                ? 0
                : Math.min(function.arguments().size(), SAVE_BY_PUSH.size());
        code.add(HEX.parseHex("55"));
        code.add(HEX.parseHex(function.style() == Style.MOVES ? "488bec" : "4889e5"));
        if (function.style() == Style.MOVES) {
            reserve(code, function.frame());
            SAVE_BY_MOVE.subList(0, saved).forEach(code::add);
        } else {
            SAVE_BY_PUSH.subList(0, saved).forEach(code::add);
            reserve(code, function.frame() - saved * Long.BYTES);
        }
    }

    /** {@code sub $bytes,%rsp} */
    private static void reserve(Code code, int bytes) {
        if (bytes > Byte.MAX_VALUE) {
            code.add(new byte[] {0x48, (byte) 0x81, (byte) 0xec, (byte) bytes, (byte) (bytes >> 8), 0, 0});
        } else if (bytes > 0) {
            code.add(new byte[] {0x48, (byte) 0x83, (byte) 0xec, (byte) bytes});
        }
    }

    private void fill(Code code, int end, Function function) {
        if (end < code.length) {
            throw new IllegalArgumentException("no room in " + function.name() + " before " + Integer.toHexString(end));
        }
        while (code.length < end) {
            int longest = Math.min(end - code.length, PLAIN.size() - 1);
            List<byte[]> choice = PLAIN.get(1 + random.nextInt(longest));
            code.add(choice.get(random.nextInt(choice.size())));
        }
    }

    private static final class Code {
        private final byte[] bytes;
        private int length;

        private Code(byte[] bytes) {
            this.bytes = bytes;
        }

        private void add(byte[] instruction) {
            System.arraycopy(instruction, 0, bytes, length, instruction.length);
            length += instruction.length;
        }
    }
}
