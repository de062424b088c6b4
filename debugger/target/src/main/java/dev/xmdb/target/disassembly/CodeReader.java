package dev.xmdb.target.disassembly;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/** Reads instructions from memory: forward, and the ones before an address. */
public final class CodeReader {
    /** How far before an address the beginning of its function is trusted to lead to it; instructions in between are all decoded. */
    private static final long FURTHEST_START = 1L << 16;

    /** Bytes of an instruction in compiled code, generously: how far back the search for the ones before an address goes for each. */
    private static final int USUAL_LENGTH = 8;

    /** How far back that search goes at least: code that is entered at a wrong byte finds its way after a few instructions. */
    private static final int LEAST_DISTANCE = 64;

    private final Disassembler disassembler;
    private final CpuMode mode;
    private final AddressSpace space;

    /**
     * A reader.
     *
     * @param disassembler decodes
     * @param mode how the processor takes the code
     * @param space where the code is
     */
    public CodeReader(Disassembler disassembler, CpuMode mode, AddressSpace space) {
        this.disassembler = disassembler;
        this.mode = mode;
        this.space = space;
    }

    /**
     * The instruction at an address.
     *
     * @throws MemoryFaultException when its first byte, or a byte that it needs, is not there
     * @throws DisassemblerException when there is nothing to decode with
     */
    public Instruction at(long address) {
        var code = new byte[CpuMode.LONGEST_INSTRUCTION];
        // One byte more than what is promised brings the fault to light.
        int there = (int) Math.max(1, space.readable(address, code.length));
        space.read(address, code, 0, there);
        Instruction instruction = disassembler.instruction(mode, address, Arrays.copyOf(code, there));
        if (!instruction.isDecoded()
                && there < code.length
                && disassembler.instruction(mode, address, code).length() > there) {
            space.readByte(address + there);
        }
        return instruction;
    }

    /**
     * The instructions that lead up to an address. Code can only be decoded forward: the beginning of the function around it shows
     * where they begin, or else what most of the places near it lead to, from which sound instructions meet it exactly.
     *
     * @param address the one after the last of them
     * @param count how many are wanted
     * @param starts the beginning of the function that covers an address; empty where none is known
     * @param effort asked to go on before each of them
     * @return at most {@code count}, fewer where memory ends or nothing leads to the address
     */
    public List<Instruction> before(long address, int count, LongFunction<OptionalLong> starts, Effort effort) {
        var found = new ArrayList<Instruction>();
        long end = address;
        while (found.size() < count) {
            List<Instruction> run = leadingTo(end, count - found.size(), starts.apply(end - 1), effort);
            if (run.isEmpty()) {
                break;
            }
            found.addAll(0, run);
            end = run.getFirst().address();
        }
        return List.copyOf(found);
    }

    private List<Instruction> leadingTo(long end, int count, OptionalLong start, Effort effort) {
        var known = new HashMap<Long, Instruction>();
        if (start.isPresent()) {
            long distance = end - start.getAsLong();
            if (distance > 0 && distance <= FURTHEST_START) {
                List<Instruction> run = run(start.getAsLong(), end, known, effort);
                if (!run.isEmpty()) {
                    return run.subList(Math.max(0, run.size() - count), run.size());
                }
            }
        }
        List<List<Instruction>> runs = new ArrayList<>();
        var votes = new HashMap<Long, Integer>();
        for (int distance = Math.max(LEAST_DISTANCE, count * USUAL_LENGTH); distance > 0; distance--) {
            List<Instruction> run = run(end - distance, end, known, effort);
            if (!run.isEmpty() && run.stream().allMatch(Instruction::isDecoded)) {
                runs.add(run);
                votes.merge(run.getLast().address(), 1, Integer::sum);
            }
        }
        int most = votes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        for (List<Instruction> run : runs) {
            if (votes.getOrDefault(run.getLast().address(), 0) == most) {
                return run.subList(Math.max(0, run.size() - count), run.size());
            }
        }
        return List.of();
    }

    /** The instructions from one address to another; none when they do not meet it, or cannot be read. */
    private List<Instruction> run(long from, long end, Map<Long, Instruction> known, Effort effort) {
        var run = new ArrayList<Instruction>();
        try {
            for (long at = from; at != end; at += run.getLast().length()) {
                if (Long.compareUnsigned(at - from, end - from) > 0) {
                    return List.of();
                }
                effort.advance("disassembling", at - from, end - from);
                Instruction instruction = known.get(at);
                if (instruction == null) {
                    instruction = at(at);
                    known.put(at, instruction);
                }
                run.add(instruction);
            }
        } catch (MemoryFaultException fault) {
            return List.of();
        }
        return run;
    }
}
