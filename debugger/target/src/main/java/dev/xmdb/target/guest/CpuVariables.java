package dev.xmdb.target.guest;

import dev.xmdb.target.types.Type;
import java.util.List;
import java.util.Optional;

/** Variables of which every CPU has a copy of its own. What their symbols say is the address of none of them. */
public interface CpuVariables {

    /** A guest without such variables. */
    CpuVariables NONE = new CpuVariables() {
        @Override
        public List<Variable> all() {
            return List.of();
        }

        @Override
        public Optional<Variable> valued(long value) {
            return Optional.empty();
        }

        @Override
        public Optional<Variable> copiedTo(long address) {
            return Optional.empty();
        }

        @Override
        public List<Copy> copies(long value) {
            return List.of();
        }
    };

    /**
     * A variable.
     *
     * @param object what defines it
     * @param name its name
     * @param value what its symbol says
     * @param type its type
     */
    record Variable(String object, String name, long value, Type type) {}

    /**
     * A CPU's copy of something.
     *
     * @param cpu the CPU's number
     * @param address its first byte
     */
    record Copy(int cpu, long address) {}

    /** Every variable whose type is known, those of an object by their values. */
    List<Variable> all();

    /** The variable whose symbol has a value. */
    Optional<Variable> valued(long value);

    /** The variable of which a copy begins at an address. */
    Optional<Variable> copiedTo(long address);

    /**
     * Where the CPUs have what a symbol's value, or a pointer of that kind, stands for.
     *
     * @throws dev.xmdb.target.memory.MemoryFaultException when the guest's table of the CPUs' places is not in memory
     */
    List<Copy> copies(long value);
}
