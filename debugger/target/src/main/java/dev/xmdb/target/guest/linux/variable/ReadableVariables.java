package dev.xmdb.target.guest.linux.variable;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructView;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * The variables of a kernel for who can do without them: nothing where there is none of the name, or its memory cannot be read.
 *
 * @param kernel the variables
 */
public record ReadableVariables(KernelVariables kernel) {

    /** Those of a guest. */
    public static ReadableVariables of(LinuxGuest guest) {
        return new ReadableVariables(KernelVariables.of(guest));
    }

    private <T> Optional<T> read(OptionalLong at, LongFunction<T> reader) {
        try {
            return at.isEmpty() ? Optional.empty() : Optional.of(reader.apply(at.getAsLong()));
        } catch (MemoryFaultException lost) {
            return Optional.empty();
        }
    }

    /** Eight bytes. */
    public OptionalLong word(String name) {
        return read(kernel.find(name), kernel.memory()::readLong)
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /** Four bytes with a sign. */
    public OptionalInt number(String name) {
        return read(kernel.find(name), kernel.memory()::readInt)
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
    }

    /** One byte. */
    public OptionalInt single(String name) {
        return read(kernel.find(name), kernel.memory()::readByte)
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
    }

    /** The text at an address. */
    public Optional<String> text(long at, int limit) {
        return read(OptionalLong.of(at), place -> StructView.text(kernel.memory(), place, limit));
    }

    /** The text that a pointer leads to. */
    public Optional<String> pointed(String name, int limit) {
        OptionalLong at = word(name);
        return at.isEmpty() || at.getAsLong() == 0 ? Optional.empty() : text(at.getAsLong(), limit);
    }

    /** Eight bytes of one CPU's own. */
    public OptionalLong ofCpu(String name, int cpu) {
        OptionalLong symbol = kernel.find(name);
        return read(symbol, value -> kernel.memory().readLong(kernel.perCpu().address(value, cpu)))
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /** The task that a CPU runs, by the kernel's own word for it: a variable of its own, or from 6.2 to 6.14 the first of the hot ones. */
    public OptionalLong current(int cpu) {
        OptionalLong own = ofCpu("current_task", cpu);
        return own.isPresent() ? own : ofCpu("pcpu_hot", cpu);
    }
}
