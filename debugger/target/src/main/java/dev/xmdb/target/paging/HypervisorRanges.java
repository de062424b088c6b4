package dev.xmdb.target.paging;

import dev.xmdb.dump.DomainKind;
import java.util.Optional;

/** What Xen keeps for itself in the address space of a PV guest (Xen public headers, {@code HYPERVISOR_VIRT_START} and kin). */
enum HypervisorRanges {
    /** L4 slots 256 to 271 of a 64-bit guest; fixed, and never the guest's. */
    PV_64(0xffff_8000_0000_0000L, 0xffff_87ff_ffff_ffffL, 0xffff_803f_ffff_ffffL),
    /** Of a 32-bit PAE guest; a 64-bit hypervisor may leave the guest more of it. */
    PV_PAE(0xf580_0000L, 0xffff_ffffL, 0xf67f_ffffL),
    /** Of a 32-bit guest without PAE. */
    PV_32(0xfc00_0000L, 0xffff_ffffL, 0xfc3f_ffffL);

    private static final String MACHINE_TO_PHYSICAL = "read-only machine-to-physical table";
    private static final String PRIVATE = "private to Xen";

    private final long first;
    private final long last;
    private final long lastOfMachineToPhysical;

    HypervisorRanges(long first, long last, long lastOfMachineToPhysical) {
        this.first = first;
        this.last = last;
        this.lastOfMachineToPhysical = lastOfMachineToPhysical;
    }

    /** The range of a kind of domain; empty for one that owns its whole address space. */
    static Optional<HypervisorRanges> of(DomainKind kind, PagingMode mode) {
        if (kind != DomainKind.PV) {
            return Optional.empty();
        }
        return switch (mode) {
            case LONG_4_LEVEL -> Optional.of(PV_64);
            case PAE -> Optional.of(PV_PAE);
            case LEGACY_32 -> Optional.of(PV_32);
            case LONG_5_LEVEL, UNPAGED -> Optional.empty();
        };
    }

    boolean contains(long address) {
        return Long.compareUnsigned(address, first) >= 0 && Long.compareUnsigned(address, last) <= 0;
    }

    /** True when a guest can never have a mapping of its own in the range. */
    boolean isExclusive() {
        return this == PV_64;
    }

    String part(long address) {
        return Long.compareUnsigned(address, lastOfMachineToPhysical) <= 0 ? MACHINE_TO_PHYSICAL : PRIVATE;
    }
}
