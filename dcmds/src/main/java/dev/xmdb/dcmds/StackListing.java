package dev.xmdb.dcmds;

import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.Target;
import dev.xmdb.target.guest.Guest;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.registers.RegisterSet;
import dev.xmdb.target.stack.FramePointerUnwinder;
import dev.xmdb.target.stack.StackFrame;
import dev.xmdb.target.stack.StackSeam;
import dev.xmdb.target.stack.Unwind;
import dev.xmdb.target.stack.Unwinder;
import dev.xmdb.target.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Stacks as lines: {@code function+offset(argument, argument)}, with what the style adds. */
public final class StackListing {
    /** Every argument that was saved. */
    public static final int ALL_ARGUMENTS = Integer.MAX_VALUE;

    private static final int SIZE_COLUMNS = 7;
    /** Two frames that are farther apart are on different stacks. */
    private static final int LARGEST_FRAME = 1 << 16;

    private final Layout layout;
    private final Guest guest;
    private final Style style;

    /**
     * What a line shows beside the function.
     *
     * @param arguments most arguments
     * @param framePointers whether the frame pointer stands before the function
     * @param sizes whether the bytes of the frame do
     * @param types whether the function's types are shown where they are recorded
     * @param registers whether registers are shown that were saved at interruptions
     * @param kernelForm whether functions are named as a Linux kernel itself does
     */
    public record Style(
            int arguments, boolean framePointers, boolean sizes, boolean types, boolean registers, boolean kernelForm) {
        /** Functions with their first arguments. */
        public static Style plain(int arguments) {
            return new Style(arguments, false, false, false, false, false);
        }

        /** Frame pointers, functions and arguments. */
        public static Style withFramePointers(int arguments) {
            return new Style(arguments, true, false, false, false, false);
        }

        /** The same with the bytes of frames and the types of functions. */
        public Style with(boolean frameSizes, boolean functionTypes) {
            return new Style(arguments, framePointers, frameSizes, functionTypes, registers, kernelForm);
        }

        /** The same with the registers that were saved at interruptions. */
        public Style withRegisters() {
            return new Style(arguments, framePointers, sizes, types, true, kernelForm);
        }

        /** The same with functions named as a Linux kernel itself does: {@code function+0xoffset/0xsize [module]}. */
        public Style inKernelForm(boolean kernel) {
            return new Style(arguments, framePointers, sizes, types, registers, kernel);
        }
    }

    /**
     * A listing.
     *
     * @param layout names the code
     * @param guest whose stacks they are
     * @param style what is shown
     */
    public StackListing(Layout layout, Guest guest, Style style) {
        this.layout = layout;
        this.guest = guest;
        this.style = style;
    }

    /** What follows the stacks of a target: its guest's way, else saved frame pointers. */
    public static Unwinder unwinder(Target target) {
        return target.guest()
                .unwinder()
                .orElseGet(() -> new FramePointerUnwinder(target.virtual(), (pc, fp) -> List.of()));
    }

    /**
     * The text of some frames, a line each; before one that was interrupted, or that is on another stack than the one inside it, lines
     * that say so.
     */
    public List<String> lines(List<StackFrame> frames) {
        var lines = new ArrayList<String>(frames.size());
        for (int i = 0; i < frames.size(); i++) {
            StackFrame frame = frames.get(i);
            frame.seam().ifPresent(seam -> lines.addAll(seamLines(frame, seam)));
            lines.add(text(frame, i + 1 < frames.size() ? frames.get(i + 1).fp() - frame.fp() : 0));
        }
        return lines;
    }

    private List<String> seamLines(StackFrame frame, StackSeam seam) {
        List<String> lines = new ArrayList<>();
        seam.left().ifPresent(stack -> lines.add("--- <" + stack + "> ---"));
        if (seam.interrupted().isPresent()) {
            lines.add("[exception RIP: " + name(frame) + "]");
            if (style.registers()) {
                lines.addAll(InterruptedRegisters.lines(seam.interrupted().get()));
            }
        }
        return lines;
    }

    /** The registers of user mode that a stack ends with, when the style shows registers. */
    public List<String> userLines(Optional<RegisterSet> user) {
        return style.registers() ? user.map(InterruptedRegisters::lines).orElse(List.of()) : List.of();
    }

    private String name(StackFrame frame) {
        return style.kernelForm() && guest instanceof LinuxGuest linux
                ? linux.kernelForm(frame.pc(), frame.afterCall())
                : label(layout, frame);
    }

    /** The code of a frame as {@code symbol+off}, or as a number where no symbol covers it. */
    public static String label(Layout layout, StackFrame frame) {
        String symbol = symbol(layout, frame);
        return symbol != null ? symbol : Layout.marked(frame.pc(), 16);
    }

    private static @Nullable String symbol(Layout layout, StackFrame frame) {
        return frame.afterCall() ? layout.symbolAfterCall(frame.pc()) : layout.symbol(frame.pc());
    }

    private static Value code(Layout layout, StackFrame frame) {
        return new Value.SymbolRef(frame.pc(), symbol(layout, frame));
    }

    /** The code of some frames as values. */
    public static Value.Many functions(Layout layout, List<StackFrame> frames) {
        return new Value.Many(
                frames.stream().<Value>map(frame -> code(layout, frame)).toList());
    }

    /** Some frames as values: where each is, its code and arguments, and how the stack came to it. */
    public static Value.Many frames(Layout layout, List<StackFrame> frames) {
        return new Value.Many(
                frames.stream().<Value>map(frame -> value(layout, frame)).toList());
    }

    private static Value value(Layout layout, StackFrame frame) {
        var fields = new Fields();
        add(fields, layout, frame);
        frame.seam().ifPresent(seam -> {
            seam.left().ifPresent(stack -> fields.text("left", stack));
            seam.interrupted().ifPresent(registers -> fields.named("interrupted", registers(registers)));
        });
        return fields.value();
    }

    /** Registers that were saved on a stack. */
    public static Fields registers(RegisterSet registers) {
        var fields = new Fields();
        InterruptedRegisters.fields(fields, registers);
        return fields;
    }

    /**
     * Emits a row for each frame; a message says why there are no more, unless a sound stack ends like that.
     *
     * @return an error when the stack does not end as a sound one does
     */
    public Status emit(Invocation in, Unwind unwind) {
        return emit(in, unwind, OptionalInt.empty());
    }

    /**
     * The same for the stack of a vCPU, which every row names.
     *
     * @param vcpu its index, in the fields of the rows only
     */
    public Status emit(Invocation in, Unwind unwind, OptionalInt vcpu) {
        List<StackFrame> frames = unwind.frames();
        for (int i = 0; i < frames.size(); i++) {
            in.checkInterrupted();
            StackFrame frame = frames.get(i);
            if (frame.seam().isPresent() && !in.isPipeOutput()) {
                in.out().emit(seamRow(of(vcpu), frame, frame.seam().get()));
            }
            long size = i + 1 < frames.size() ? frames.get(i + 1).fp() - frame.fp() : 0;
            in.out().emit(row(of(vcpu), frame, size));
        }
        if (style.registers() && unwind.user().isPresent() && !in.isPipeOutput()) {
            var fields = of(vcpu).text("end", unwind.end().reason());
            InterruptedRegisters.fields(fields, unwind.user().get());
            in.out().emit(fields.row(String.join("\n", userLines(unwind.user()))));
        }
        Unwind.End end = unwind.end();
        if (end.cause().sound()) {
            return Status.OK;
        }
        String note = String.format(Locale.ROOT, "stack ends at %x: %s", end.fp(), end.reason());
        if (guest.unwinder().isEmpty()) {
            // Nobody knows whether this guest keeps frame pointers: that they end somewhere is no failure.
            in.out()
                    .emit(new Fields()
                            .address("ends_at", end.fp())
                            .text("reason", end.reason())
                            .row(note));
            return Status.OK;
        }
        in.warn(note);
        return Status.ERROR;
    }

    private static Fields of(OptionalInt vcpu) {
        var fields = new Fields();
        vcpu.ifPresent(index -> fields.quantity("vcpu", index));
        return fields;
    }

    private Emission.Row seamRow(Fields fields, StackFrame frame, StackSeam seam) {
        seam.left().ifPresent(stack -> fields.text("left", stack));
        seam.interrupted().ifPresent(registers -> InterruptedRegisters.fields(fields, registers));
        return fields.row(String.join("\n", seamLines(frame, seam)));
    }

    private Emission.Row row(Fields fields, StackFrame frame, long size) {
        add(fields, layout, frame);
        return fields.row(text(frame, size), frame.pc());
    }

    private static void add(Fields fields, Layout layout, StackFrame frame) {
        fields.address("fp", frame.fp())
                .add("pc", code(layout, frame))
                .add(
                        "arguments",
                        new Value.Many(frame.arguments().stream()
                                .<Value>map(Value.Address::new)
                                .toList()));
        if (frame.guessed()) {
            fields.truth("guessed", true);
        }
    }

    private String text(StackFrame frame, long size) {
        var text = new StringBuilder();
        if (style.sizes()) {
            String bytes =
                    size > 0 && size < LARGEST_FRAME ? String.format(Locale.ROOT, "[%4s] ", layout.number(size)) : "";
            text.append(bytes).repeat(' ', Math.max(0, SIZE_COLUMNS - bytes.length()));
        }
        if (style.framePointers()) {
            text.append(String.format(Locale.ROOT, "%0" + layout.pointerDigits() + "x ", frame.fp()));
        }
        Optional<Type.Function> type = style.types() ? type(frame.pc()) : Optional.empty();
        type.ifPresent(function -> text.append(declared(function.result().type())));
        text.append(frame.guessed() ? "? " : "").append(name(frame));
        if (style.kernelForm()) {
            return text.toString();
        }
        text.append('(');
        int count = Math.min(style.arguments(), frame.arguments().size());
        for (int i = 0; i < count; i++) {
            int index = i;
            text.append(i == 0 ? "" : ", ");
            type.filter(function -> index < function.arguments().size())
                    .ifPresent(function ->
                            text.append(declared(function.arguments().get(index).type())));
            text.append(layout.number(frame.arguments().get(i)));
        }
        return text.append(')').toString();
    }

    private static String declared(Type type) {
        String declaration = type.declaration();
        return declaration.endsWith("*") ? declaration : declaration + " ";
    }

    private Optional<Type.Function> type(long pc) {
        return guest instanceof SolarisGuest kernel
                ? kernel.symbols().merged().at(pc).flatMap(kernel.types()::ofFunction)
                : Optional.empty();
    }
}
