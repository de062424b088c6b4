package dev.xmdb.sim.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DataFormatException;

/** What a debugger finds in an image from its debug_info page on: modules, symbols, types; offsets of the bootstrap structures are known. */
final class ImageKernel {
    private static final long DEBUG_INFO = 0xfffffffffb7ff000L;

    /** A symbol, and how many arguments its module says it takes (-1: not known). */
    record Found(String module, String name, long va, long size, int type, int arguments) {}

    final ImageMemory memory;
    final List<String> modules = new ArrayList<>();
    final Map<String, Found> symbols = new HashMap<>();
    final Map<String, CtfDecoder> types = new HashMap<>();
    private final TreeMap<Long, Found> functions = new TreeMap<>();

    ImageKernel(ImageMemory memory) throws DataFormatException {
        this.memory = memory;
        if (memory.u32(DEBUG_INFO) != 0xdeb116ed || memory.u32(DEBUG_INFO + 4) != 1) {
            throw new IllegalStateException("no debug_info page");
        }
        long head = memory.u64(DEBUG_INFO + 8);
        long control = head;
        do {
            module(control);
            long next = memory.u64(control);
            if (memory.u64(next + 8) != control) {
                throw new IllegalStateException("mod_prev");
            }
            control = next;
        } while (control != head);
    }

    private void module(long control) throws DataFormatException {
        String name = memory.text(memory.u64(control + 64));
        modules.add(name);
        long body = memory.u64(control + 24);
        CtfDecoder ctf = new CtfDecoder(memory.bytes(memory.u64(body + 272), (int) memory.u64(body + 280)));
        types.put(name, ctf);
        long symbolHeader = memory.u64(body + 80);
        long table = memory.u64(symbolHeader + 16);
        long strings = memory.u64(memory.u64(body + 88) + 16);
        int count = (int) (memory.u64(symbolHeader + 32) / 24);
        int function = 0;
        for (int index = 1; index < count; index++) {
            long at = table + index * 24L;
            int type = memory.u8(at + 4) & 15;
            int arguments = type == 2 ? ctf.arguments(function++) : -1;
            Found found = new Found(
                    name,
                    memory.text(strings + Integer.toUnsignedLong(memory.u32(at))),
                    memory.u64(at + 8),
                    memory.u64(at + 16),
                    type,
                    arguments);
            symbols.putIfAbsent(found.name(), found);
            if (type == 2) {
                functions.put(found.va(), found);
            }
        }
    }

    long address(String symbol) {
        return symbols.get(symbol).va();
    }

    /** Offset in bytes of a member, as the image's own type information says. */
    int offset(String structure, String member) {
        for (CtfDecoder each : types.values()) {
            var found = each.structures.get(structure);
            if (found != null) {
                return found.offsets().get(member) / 8;
            }
        }
        throw new IllegalArgumentException(structure);
    }

    /** Frames from a frame pointer on, as mdb prints them. */
    List<String> stack(long start) {
        List<String> lines = new ArrayList<>();
        long pc = 0;
        for (long fp = start; fp != 0; ) {
            if (pc != 0) {
                lines.add(line(pc, fp));
            }
            pc = memory.u64(fp + 8);
            fp = memory.u64(fp);
        }
        return lines;
    }

    private String line(long pc, long fp) {
        Found function = functions.floorEntry(pc).getValue();
        long offset = pc - function.va();
        StringBuilder arguments = new StringBuilder();
        if (function.arguments() > 0 && savesItsArguments(function)) {
            for (int index = 0; index < function.arguments(); index++) {
                arguments.append(index == 0 ? "" : ", ").append(Long.toHexString(memory.u64(fp - 8L * (index + 1))));
            }
        }
        String place = offset > 9 ? "0x" + Long.toHexString(offset) : Long.toString(offset);
        return function.name() + "+" + place + "(" + arguments + ")";
    }

    /** Whether the prologue is one of the two that save every argument. */
    private boolean savesItsArguments(Found function) {
        String code = java.util.HexFormat.of().formatHex(memory.bytes(function.va(), 40));
        int count = Math.min(function.arguments(), 6);
        String pushes =
                String.join("", List.of("57", "56", "52", "51", "4150", "4151").subList(0, count));
        String moves = String.join(
                "",
                List.of("48897df8", "488975f0", "488955e8", "48894de0", "4c8945d8", "4c894dd0")
                        .subList(0, count));
        return code.startsWith("554889e5" + pushes) || code.matches("55488bec48(83ec..|81ec........)" + moves + ".*");
    }
}
