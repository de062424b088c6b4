package dev.xmdb.dcmds;

import dev.xmdb.target.registers.RegisterSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Registers that were saved on a stack as lines, in the arrangement that readers of Linux dumps are used to. */
public final class InterruptedRegisters {
    private static final String INDENT = "    ";
    private static final List<List<String>> ROWS = List.of(
            List.of("rip", "rsp", "rflags"),
            List.of("rax", "rbx", "rcx"),
            List.of("rdx", "rsi", "rdi"),
            List.of("rbp", "r8", "r9"),
            List.of("r10", "r11", "r12"),
            List.of("r13", "r14", "r15"),
            List.of("orig_rax", "cs", "ss"));

    private InterruptedRegisters() {}

    /** The registers that there are, three a line. */
    public static List<String> lines(RegisterSet registers) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : ROWS) {
            var line = new StringBuilder();
            for (String name : row) {
                OptionalLong value = registers.value(name);
                if (value.isPresent()) {
                    String digits = name.length() == 2 && name.endsWith("s") ? "%04x" : "%016x";
                    line.append(line.isEmpty() ? INDENT : "  ")
                            .append(String.format(
                                    Locale.ROOT, "%s: " + digits, name.toUpperCase(Locale.ROOT), value.getAsLong()));
                }
            }
            if (!line.isEmpty()) {
                lines.add(line.toString());
            }
        }
        return lines;
    }

    /** Adds a field for each of the registers. */
    static void fields(Fields fields, RegisterSet registers) {
        for (List<String> row : ROWS) {
            for (String name : row) {
                OptionalLong value = registers.value(name);
                if (value.isPresent()) {
                    fields.address(name, value.getAsLong());
                }
            }
        }
    }
}
