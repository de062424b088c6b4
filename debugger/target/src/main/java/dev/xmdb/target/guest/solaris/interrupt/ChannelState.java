package dev.xmdb.target.guest.solaris.interrupt;

import dev.xmdb.dump.vcpu.SharedInfo;
import dev.xmdb.dump.vcpu.SharedInfoLayout;
import dev.xmdb.dump.vcpu.SharedInfoPage;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Where the state of event channels is: the page that the domain shares with Xen, through the kernel's own pointer, else where the image
 * keeps it.
 */
public final class ChannelState {
    private ChannelState() {}

    /**
     * The page; empty when neither the kernel's pointer nor the image leads to one.
     *
     * @throws dev.xmdb.target.guest.GuestDamageException when the kernel has no such pointer and the image no such page
     */
    public static Optional<SharedInfo> of(SolarisGuest kernel) {
        Optional<SharedInfo> ofImage = kernel.image().sharedInfo();
        var pointer = kernel.symbols().valueOf("HYPERVISOR_shared_info");
        if (pointer.isEmpty()) {
            if (ofImage.isEmpty()) {
                throw KernelTable.failed("HYPERVISOR_shared_info", "unknown symbol name");
            }
            return ofImage;
        }
        return mapped(kernel.memory(), pointer.getAsLong()).or(() -> ofImage);
    }

    private static Optional<SharedInfo> mapped(AddressSpace memory, long pointer) {
        byte[] page = new byte[SharedInfoLayout.PAGE_SIZE];
        try {
            memory.read(memory.readWord(pointer), page, 0, page.length);
        } catch (MemoryFaultException notMapped) {
            return Optional.empty();
        }
        return Optional.of(new SharedInfoPage(MemorySegment.ofArray(page), SharedInfoLayout.of(memory.wordSize())));
    }
}
