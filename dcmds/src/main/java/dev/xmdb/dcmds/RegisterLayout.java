package dev.xmdb.dcmds;

import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.Vcpu;
import dev.xmdb.target.registers.RegisterSet;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/** The screen of {@code ::regs}: mdb's layout of a vCPU's registers, 64-bit or 32-bit. */
public final class RegisterLayout {
    private static final List<String> LEFT_64 = List.of("rax", "rbx", "rcx", "rdx", "rsi", "rdi", "r8");
    private static final List<String> RIGHT_64 = List.of("r9", "r10", "r11", "r12", "r13", "r14", "r15");
    private static final List<String> LEFT_32 = List.of("cs", "ds", "ss", "es", "fs", "gs");
    private static final List<String> RIGHT_32 = List.of("eax", "ebx", "ecx", "edx", "esi", "edi");
    /** Status bits of rflags as mdb orders them, with their bit numbers. */
    private static final List<StatusBit> STATUS = List.of(
            new StatusBit("of", 11),
            new StatusBit("df", 10),
            new StatusBit("if", 9),
            new StatusBit("tf", 8),
            new StatusBit("sf", 7),
            new StatusBit("zf", 6),
            new StatusBit("af", 4),
            new StatusBit("pf", 2),
            new StatusBit("cf", 0));

    /** System bits of rflags in the line above the status, with their bit numbers. */
    private static final List<StatusBit> SYSTEM = List.of(
            new StatusBit("id", 21),
            new StatusBit("vip", 20),
            new StatusBit("vif", 19),
            new StatusBit("ac", 18),
            new StatusBit("vm", 17),
            new StatusBit("rf", 16),
            new StatusBit("nt", 14));

    private static final int IOPL_SHIFT = 12;
    private static final int IOPL_MASK = 3;

    private final Layout layout;
    private final RegisterSet registers;

    private record StatusBit(String name, int bit) {
        boolean isSet(long flags) {
            return (flags >>> bit & 1) != 0;
        }
    }

    private RegisterLayout(Layout layout, RegisterSet registers) {
        this.layout = layout;
        this.registers = registers;
    }

    /**
     * The registers of a vCPU as one row, a field for each.
     *
     * @param layout which names the values
     * @param vcpu the vCPU
     */
    public static Emission.Row of(Layout layout, Vcpu vcpu) {
        return new RegisterLayout(layout, vcpu.registers()).row(new Fields().quantity("vcpu", vcpu.index()));
    }

    /**
     * Registers that are no vCPU's as one row.
     *
     * @param layout which names the values
     * @param registers the registers
     */
    public static Emission.Row of(Layout layout, RegisterSet registers) {
        return new RegisterLayout(layout, registers).row(new Fields());
    }

    private Emission.Row row(Fields fields) {
        for (String name : registers.names()) {
            fields.add(name, new Value.SymbolRef(value(name), layout.symbol(value(name))));
        }
        return fields.row(registers.wordSize() == 8 ? text64() : text32());
    }

    private String text64() {
        var text = new Formatter(Locale.ROOT);
        for (int i = 0; i < LEFT_64.size(); i++) {
            String left = LEFT_64.get(i);
            String right = RIGHT_64.get(i);
            text.format(
                    "%%%-3s = 0x%016x %15s %%%-3s = 0x%016x %s\n",
                    left, value(left), symbol(value(left)), right, value(right), symbol(value(right)));
        }
        text.format("\n%%rip = 0x%016x %s\n", value("rip"), symbol(value("rip")));
        text.format("%%rbp = 0x%016x\n%%rsp = 0x%016x\n", value("rbp"), value("rsp"));
        appendFlags(text, "rflags", value("rflags"));
        text.format(
                "                        %%cs = 0x%04x\t%%ds = 0x%04x\t%%es = 0x%04x\n",
                value("cs"), value("ds"), value("es"));
        text.format("%%trapno = 0x%x\t\t%%fs = 0x%04x\t%%gs = 0x%04x\n", value("trapno"), value("fs"), value("gs"));
        text.format("   %%err = 0x%x", value("err"));
        return text.toString();
    }

    private String text32() {
        var text = new Formatter(Locale.ROOT);
        for (int i = 0; i < LEFT_32.size(); i++) {
            String left = LEFT_32.get(i);
            String right = RIGHT_32.get(i);
            text.format(
                    "%%%s = 0x%04x\t\t%%%s = 0x%08x %s\n",
                    left, value(left), right, value(right), symbol(value(right)));
        }
        text.format("\n%%eip = 0x%08x %s\n", value("eip"), symbol(value("eip")));
        text.format("%%ebp = 0x%08x\n%%esp = 0x%08x\n\n", value("ebp"), value("esp"));
        appendFlags(text, "eflags", value("eflags"));
        text.format("%%trapno = 0x%x\n   %%err = 0x%x", value("trapno"), value("err"));
        return text.toString();
    }

    private static void appendFlags(Formatter text, String name, long flags) {
        text.format("%%%s = 0x%08x\n ", name, flags);
        for (StatusBit bit : SYSTEM) {
            text.format(" %s=%d", bit.name, bit.isSet(flags) ? 1 : 0);
        }
        text.format(" iopl=0x%x\n", flags >>> IOPL_SHIFT & IOPL_MASK);
        var words = STATUS.stream()
                .map(bit -> bit.isSet(flags) ? bit.name.toUpperCase(Locale.ROOT) : bit.name)
                .toList();
        text.format("  status=<%s>\n\n", String.join(",", words));
    }

    private long value(String name) {
        return registers.value(name).orElse(0);
    }

    private String symbol(long value) {
        String symbol = layout.symbol(value);
        return symbol == null ? "" : symbol;
    }
}
