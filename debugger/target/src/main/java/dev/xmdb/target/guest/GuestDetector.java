package dev.xmdb.target.guest;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.target.memory.AddressSpace;
import java.util.Optional;

/** Recognises one kind of guest; found by {@link java.util.ServiceLoader}. */
public interface GuestDetector {

    /** The kind it recognises, as {@code --guest} names it. */
    String kind();

    /**
     * Looks at an image.
     *
     * @param image the image
     * @param virtual the kernel's address space, which may read nothing
     * @param physical guest-physical memory
     * @return the guest, when it is of this kind
     * @throws GuestDamageException when it is of this kind, but too damaged to be more than memory and registers
     */
    Optional<Guest> detect(DomainImage image, AddressSpace virtual, AddressSpace physical);

    /**
     * Looks at an image of which the user knows something better.
     *
     * @throws GuestDamageException as the other method does
     */
    default Optional<Guest> detect(
            DomainImage image, AddressSpace virtual, AddressSpace physical, Overrides overrides) {
        return detect(image, virtual, physical);
    }
}
