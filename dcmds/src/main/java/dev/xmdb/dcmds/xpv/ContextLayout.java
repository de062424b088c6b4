package dev.xmdb.dcmds.xpv;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.dump.vcpu.VcpuContext;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.Vcpu;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code ::cpuregs -x} prints of a vCPU besides its general registers. */
final class ContextLayout {
    private static final List<Integer> CONTROL_REGISTERS = List.of(0, 2, 3, 4);
    private static final List<Integer> DEBUG_REGISTERS = List.of(0, 1, 2, 3, 6, 7);
    private static final int USER_CR3 = 1;

    /** {@code VGCF_*} of Xen's public header, by bit. */
    private static final List<BitName> FLAGS = List.of(
            new BitName(0, "i387_valid"),
            new BitName(2, "in_kernel"),
            new BitName(3, "failsafe_disables_events"),
            new BitName(4, "syscall_disables_events"),
            new BitName(5, "online"));

    /** {@code VMASST_TYPE_*} of Xen's public header, by bit. */
    private static final List<BitName> ASSISTS = List.of(
            new BitName(0, "4gb_segments"),
            new BitName(1, "4gb_segments_notify"),
            new BitName(2, "writable_pagetables"),
            new BitName(3, "pae_extended_cr3"),
            new BitName(4, "architectural_iopl"),
            new BitName(5, "runstate_update_flag"),
            new BitName(32, "m2p_strict"));

    private record BitName(int bit, String name) {}

    private final Invocation in;
    private final Vcpu vcpu;
    private final VcpuContext context;
    private final int digits;
    private final Fields fields = new Fields();
    private final Formatter text = new Formatter(Locale.ROOT);

    private ContextLayout(Invocation in, Vcpu vcpu) {
        this.in = in;
        this.vcpu = vcpu;
        this.context = vcpu.context();
        this.digits = 2 * context.wordSize();
    }

    static Emission.Row of(Invocation in, Vcpu vcpu) {
        var screen = new ContextLayout(in, vcpu);
        screen.fields.quantity("vcpu", vcpu.index());
        screen.registers();
        screen.bases();
        screen.tables();
        screen.callbacks();
        screen.flags();
        return screen.fields.row(screen.text.toString());
    }

    private void registers() {
        text.format("\n");
        for (int i = 0; i < CONTROL_REGISTERS.size(); i++) {
            int number = CONTROL_REGISTERS.get(i);
            pair(i, "cr" + number, context.controlRegister(number));
        }
        if (vcpu.user().isPresent()) {
            text.format("\n%%ucr3 = %s", hex(context.controlRegister(USER_CR3)));
            fields.address("user_cr3", context.controlRegister(USER_CR3));
        }
        if (vcpu.registers().wordSize() == Long.BYTES) {
            // mdb's 64-bit screen has no room for it.
            long ss = context.register("ss").orElse(0);
            text.format("\n%%ss = 0x%04x", ss);
            fields.address("ss", ss);
        }
        text.format("\n");
        for (int i = 0; i < DEBUG_REGISTERS.size(); i++) {
            int number = DEBUG_REGISTERS.get(i);
            pair(i, "dr" + number, context.debugRegister(number));
        }
    }

    private void pair(int place, String name, long value) {
        text.format("%s%%%s = %s", place == 0 ? "" : place % 2 == 1 ? "    " : "\n", name, hex(value));
        fields.address(name, value);
    }

    private void bases() {
        text.format("\n");
        if (context.wordSize() == 8) {
            field("fs base", "fs_base", context.fsBase());
            field("gs base, kernel", "gs_base_kernel", context.gsBaseKernel());
            field("gs base, user", "gs_base_user", context.gsBaseUser());
        }
        text.format(
                "\n%-22s 0x%04x:%s", "kernel stack:", context.kernelStackSelector(), hex(context.kernelStackPointer()));
        fields.address("kernel_ss", context.kernelStackSelector()).address("kernel_sp", context.kernelStackPointer());
    }

    private void tables() {
        String frames =
                Arrays.stream(context.gdtFrames()).mapToObj(Long::toHexString).collect(Collectors.joining(" "));
        text.format(
                "\n%-22s %s entries%s",
                "gdt:", Long.toUnsignedString(context.gdtEntries()), frames.isEmpty() ? "" : " in frames " + frames);
        fields.quantity("gdt_entries", context.gdtEntries());
        fields.texts(
                "gdt_frames",
                Arrays.stream(context.gdtFrames())
                        .mapToObj(f -> "0x" + Long.toHexString(f))
                        .toList());
        text.format(
                "\n%-22s %s entries at %s",
                "ldt:", Long.toUnsignedString(context.ldtEntries()), hex(context.ldtBase()));
        fields.quantity("ldt_entries", context.ldtEntries()).address("ldt_base", context.ldtBase());
        text.format("\n%-22s %d vectors set", "trap table:", context.traps().size());
        fields.quantity("traps", context.traps().size());
    }

    private void callbacks() {
        field("event callback", "event_callback", context.eventCallback());
        field("failsafe callback", "failsafe_callback", context.failsafeCallback());
        if (context.wordSize() == 8) {
            field("syscall callback", "syscall_callback", context.syscallCallback());
        }
    }

    private void flags() {
        bits("flags", "flags", context.flags(), FLAGS);
        bits("vm_assist", "vm_assist", context.vmAssist(), ASSISTS);
    }

    private void bits(String label, String key, long bits, List<BitName> names) {
        var set = new ArrayList<String>();
        for (BitName name : names) {
            if ((bits >>> name.bit & 1) != 0) {
                set.add(name.name);
            }
        }
        text.format("\n%-22s 0x%x%s", label + ":", bits, set.isEmpty() ? "" : " (" + String.join(" ", set) + ")");
        fields.address(key, bits).texts(key + "_names", set);
    }

    private void field(String label, String key, long value) {
        String symbol = in.session().layout().symbol(value);
        text.format("\n%-22s %s%s", label + ":", hex(value), symbol == null ? "" : " " + symbol);
        fields.add(key, new Value.SymbolRef(value, symbol));
    }

    private String hex(long value) {
        return String.format(Locale.ROOT, "0x%0" + digits + "x", value);
    }
}
