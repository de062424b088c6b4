package dev.xmdb.target.guest.linux.irq;

import dev.xmdb.dump.vcpu.SharedInfo;
import dev.xmdb.dump.vcpu.SharedInfoLayout;
import dev.xmdb.dump.vcpu.SharedInfoPage;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.memory.MemoryFaultException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds the page that the domain shares with Xen. */
final class SharedPages {
    private SharedPages() {}

    /** Through the kernel's own pointer, else where the image keeps it: that of a PV guest is Xen's memory. */
    static Optional<SharedInfo> of(LinuxGuest guest) {
        OptionalLong pointer = guest.kallsyms().valueOf("HYPERVISOR_shared_info");
        if (pointer.isPresent()) {
            byte[] page = new byte[SharedInfoLayout.PAGE_SIZE];
            try {
                guest.memory().read(guest.memory().readWord(pointer.getAsLong()), page, 0, page.length);
                return Optional.of(new SharedInfoPage(
                        MemorySegment.ofArray(page),
                        SharedInfoLayout.of(guest.memory().wordSize())));
            } catch (MemoryFaultException notMapped) {
                return guest.image().sharedInfo();
            }
        }
        return guest.image().sharedInfo();
    }
}
