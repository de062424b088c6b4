package dev.xmdb.sim.hostile;

import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;

/**
 * The kernel that a damage is done to.
 *
 * @param kernel a frozen one
 */
record Victim(Kernel kernel) {
    /** A kernel address that nothing is ever mapped at. */
    static final long WILD = 0xffffff6dead0000L << 4;

    /** Value of a pointer variable; it has to be set. */
    long pointer(String variable) {
        long value = kernel.space().getLong(address(variable));
        if (value == 0) {
            throw new UnsuitableDomainException(variable);
        }
        return value;
    }

    /** Address of a symbol, which has to exist. */
    long address(String symbol) {
        return kernel.symbols().all().stream()
                .filter(each -> each.name().equals(symbol))
                .findFirst()
                .orElseThrow(() -> new UnsuitableDomainException(symbol))
                .va();
    }

    /** A structure. */
    GuestStruct at(String structure, long va) {
        if (kernel.layouts().find(structure) == null) {
            throw new UnsuitableDomainException(structure);
        }
        return kernel.at(structure, va);
    }

    /** A structure that is a variable. */
    GuestStruct variable(String structure, String symbol) {
        return at(structure, address(symbol));
    }

    /** A pointer member that has to be set. */
    long follow(GuestStruct from, String member) {
        long value = from.get(member);
        if (value == 0) {
            throw new UnsuitableDomainException(from.name() + "." + member);
        }
        return value;
    }

    /** The {@code modctl} that is so many steps after the head of the list. */
    GuestStruct module(int steps) {
        GuestStruct module = variable("struct modctl", "modules");
        for (int step = 0; step < steps; step++) {
            module = at("struct modctl", module.get("mod_next"));
        }
        return module;
    }

    /** What the {@code modctl} that is so many steps after the head stands for. */
    GuestStruct body(int steps) {
        return at("struct module", module(steps).get("mod_mp"));
    }

    /** Takes the frame behind an address out of the image. */
    void lose(long va) {
        kernel.memory().lose(kernel.space().tables().pfn(va));
    }
}
