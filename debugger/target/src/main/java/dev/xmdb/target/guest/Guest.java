package dev.xmdb.target.guest;

import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.registers.RegisterSet;
import dev.xmdb.target.stack.Unwinder;
import dev.xmdb.target.symbols.Symbols;
import dev.xmdb.target.types.Types;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** The operating system in a domain, as far as it was recognised. */
public interface Guest {

    /** {@code raw}, {@code linux} or {@code solaris}. */
    String kind();

    /** One line that names what was recognised, for example the kernel's banner; empty when nothing was. May hold anything. */
    String banner();

    /** What it was recognised by, for example {@code its banner at physical 0x2161900}; empty where that goes without saying. */
    default String sign() {
        return "";
    }

    /** Lines that {@code ::status} prints before all others (the seed's two lines of a Solaris guest); usually none. */
    default List<String> statusLines() {
        return List.of();
    }

    /** What it tells of itself, for {@code ::status}; computed when somebody asks. */
    default List<Fact> facts() {
        return List.of();
    }

    /** What can be done with it and what that rests on, one by one; computed when somebody asks. */
    default List<Capability> capabilities() {
        return List.of();
    }

    /** The kernel's address space, where the guest found a better one than that of a vCPU. */
    default Optional<AddressSpace> kernelSpace() {
        return Optional.empty();
    }

    /** What it calls itself; empty when nothing is known of that. */
    default Optional<GuestIdentity> identity() {
        return Optional.empty();
    }

    /** What the file that the kernel was loaded from says; computed when somebody asks. */
    default KernelFile kernelFile() {
        return KernelFile.UNKNOWN;
    }

    /** The kernel and its loaded modules, in load order where that is known. */
    default List<GuestObject> objects() {
        return List.of();
    }

    /**
     * The uses of the kernel's address space, in the order of addresses.
     *
     * @param problems receives a sentence for what cannot be read
     * @param notes receives a sentence where something else stands for what the kernel does not tell
     */
    default List<GuestMapping> mappings(Consumer<String> problems, Consumer<String> notes) {
        return List.of();
    }

    /** The guest's symbols. */
    Symbols symbols();

    /** The guest's types. */
    default Types types() {
        return Types.NONE;
    }

    /** The variables of which every CPU has a copy of its own. */
    default CpuVariables cpuVariables() {
        return CpuVariables.NONE;
    }

    /** What follows the stacks of its kernel; empty when nothing is known of them. */
    default Optional<Unwinder> unwinder() {
        return Optional.empty();
    }

    /** The registers that its kernel wrote down as it stopped by itself (a panic); empty when it did not. */
    default Optional<RegisterSet> savedRegisters() {
        return Optional.empty();
    }

    /** Place in the image of the vCPU on which its kernel stopped by itself; empty when it did not, or when no vCPU is known to be it. */
    default OptionalInt stoppedVcpu() {
        return OptionalInt.empty();
    }

    /** What could not be found, one sentence each. */
    List<String> degradations();
}
