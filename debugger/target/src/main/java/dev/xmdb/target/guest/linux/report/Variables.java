package dev.xmdb.target.guest.linux.report;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructView;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/** The kernel's plain variables; empty where there is no such symbol or its memory cannot be read. */
record Variables(LinuxGuest guest) {

    private <T> Optional<T> read(OptionalLong at, LongFunction<T> reader) {
        try {
            return at.isEmpty() ? Optional.empty() : Optional.of(reader.apply(at.getAsLong()));
        } catch (MemoryFaultException lost) {
            return Optional.empty();
        }
    }

    /** Eight bytes. */
    OptionalLong word(String name) {
        return read(guest.kallsyms().valueOf(name), guest.memory()::readLong)
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /** Four bytes with a sign. */
    OptionalInt number(String name) {
        return read(guest.kallsyms().valueOf(name), guest.memory()::readInt)
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
    }

    /** One byte. */
    OptionalInt single(String name) {
        return read(guest.kallsyms().valueOf(name), guest.memory()::readByte)
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
    }

    /** The text at an address. */
    Optional<String> text(long at, int limit) {
        return read(OptionalLong.of(at), place -> StructView.text(guest.memory(), place, limit));
    }

    /** The text that a pointer leads to. */
    Optional<String> pointed(String name, int limit) {
        OptionalLong at = word(name);
        return at.isEmpty() || at.getAsLong() == 0 ? Optional.empty() : text(at.getAsLong(), limit);
    }

    /** Eight bytes of one CPU's own. */
    OptionalLong ofCpu(String name, int cpu) {
        OptionalLong symbol = guest.kallsyms().valueOf(name);
        return read(symbol, value -> guest.memory().readLong(guest.perCpu().address(value, cpu)))
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /** The task that a CPU runs, by the kernel's own word for it: a variable of its own, or from 6.2 to 6.14 the first of the hot ones. */
    OptionalLong current(int cpu) {
        OptionalLong own = ofCpu("current_task", cpu);
        return own.isPresent() ? own : ofCpu("pcpu_hot", cpu);
    }
}
