package dev.xmdb.target.registers;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Registers that a guest wrote down by their names; some may be missing. */
public final class NamedRegisters implements RegisterSet {
    private final int wordSize;
    private final Map<String, Long> values;

    /**
     * Some registers.
     *
     * @param wordSize bytes in a general register, 8 or 4
     * @param values full-width registers by their names ({@code rax}, {@code rflags}, {@code cs} …)
     */
    public NamedRegisters(int wordSize, Map<String, Long> values) {
        this.wordSize = wordSize;
        this.values = Map.copyOf(values);
    }

    @Override
    public int wordSize() {
        return wordSize;
    }

    @Override
    public List<String> names() {
        return ContextRegisters.order(wordSize).stream()
                .filter(name -> value(name).isPresent())
                .toList();
    }

    @Override
    public OptionalLong value(String name) {
        return switch (name) {
            case "savfp" -> value(wordSize == Long.BYTES ? "rbp" : "ebp");
            case "savpc" -> value(wordSize == Long.BYTES ? "rip" : "eip");
            default -> {
                Long known = values.get(name);
                yield known != null
                        ? OptionalLong.of(known)
                        : ContextRegisters.alias(wordSize, name, register -> {
                            Long whole = values.get(register);
                            return whole == null ? OptionalLong.empty() : OptionalLong.of(whole);
                        });
            }
        };
    }
}
