package dev.xmdb.target;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.target.guest.Guest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.GuestVirtual;
import dev.xmdb.target.paging.PagingMode;
import dev.xmdb.target.registers.RegisterSet;
import dev.xmdb.target.symbols.Symbols;
import java.util.List;
import java.util.Optional;

/** One opened image as a debugger sees it. Immutable and thread-safe, apart from its caches. */
public interface Target extends AutoCloseable {

    /** The file behind it. */
    DomainImage image();

    /** What runs in the domain. */
    Guest guest();

    /** The guest's symbols; {@link Symbols#NONE} when there are none. */
    default Symbols symbols() {
        return guest().symbols();
    }

    /** Bytes in a guest pointer, 8 or 4. */
    int wordSize();

    /**
     * The kernel's address space: the root given by the user, else that of the first vCPU whose root table is in the image (vCPU 0 in
     * a sound one). Reads fault when there is none.
     */
    AddressSpace virtual();

    /** Guest-physical (pseudo-physical) memory. */
    AddressSpace physical();

    /** Machine memory; the same as {@link #physical} for an auto-translated guest. */
    AddressSpace machine();

    /**
     * The address space under some root.
     *
     * @param root a raw cr3 value: a machine address for a PV guest (folded in a 32-bit one), a guest-physical address otherwise
     * @param mode the shape of the tables
     */
    GuestVirtual virtual(long root, PagingMode mode);

    /** The vCPUs in the image's order; a place in this list is not the vCPU's id when the writer skipped some. */
    List<Vcpu> vcpus();

    /**
     * The current registers: those that the guest's kernel wrote down as it panicked, else those of the first vCPU, else none. The vCPUs
     * keep their own: a kernel that panicked goes on to run, to stop its devices and to write a dump.
     */
    default Optional<RegisterSet> registers() {
        return guest().savedRegisters().or(() -> vcpus().stream().findFirst().map(Vcpu::registers));
    }

    /** What is lost, suspect or guessed, of the image and of the guest: one sentence each. */
    List<String> degradations();

    /** Closes the image. */
    @Override
    void close();
}
