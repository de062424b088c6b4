package dev.xmdb.target;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.target.guest.Guest;
import dev.xmdb.target.guest.GuestDamageException;
import dev.xmdb.target.guest.GuestDetector;
import dev.xmdb.target.guest.Overrides;
import dev.xmdb.target.guest.raw.RawGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds out what runs in a domain: the kind that the user names, else whatever a detector recognises, else raw. */
final class GuestDetection {
    private final DomainImage image;
    private final AddressSpace virtual;
    private final AddressSpace physical;
    private final Overrides overrides;
    private final Iterable<GuestDetector> detectors;
    private final List<String> degradations = new ArrayList<>();

    GuestDetection(DomainImage image, AddressSpace virtual, AddressSpace physical, Overrides overrides) {
        this(
                image,
                virtual,
                physical,
                overrides,
                ServiceLoader.load(GuestDetector.class, GuestDetector.class.getClassLoader()));
    }

    GuestDetection(
            DomainImage image,
            AddressSpace virtual,
            AddressSpace physical,
            Overrides overrides,
            Iterable<GuestDetector> detectors) {
        this.image = image;
        this.virtual = virtual;
        this.physical = physical;
        this.overrides = overrides;
        this.detectors = detectors;
    }

    /**
     * Detects the guest.
     *
     * @param kind the only kind to look for, when the user named one
     */
    Guest detect(Optional<String> kind) {
        if (!kind.equals(Optional.of(RawGuest.KIND))) {
            for (GuestDetector detector : detectors) {
                if (kind.isEmpty() || kind.get().equals(detector.kind())) {
                    Optional<Guest> guest = detectedBy(detector);
                    if (guest.isPresent()) {
                        return guest.get();
                    }
                }
            }
            kind.ifPresent(wanted -> degradations.add("no " + wanted + " guest was found in this image"));
        }
        return new RawGuest(image, virtual, degradations);
    }

    /** A detector that trips over damage must not take the others with it. */
    private Optional<Guest> detectedBy(GuestDetector detector) {
        try {
            return detector.detect(image, virtual, physical, overrides);
        } catch (MemoryFaultException | GuestDamageException fault) {
            degradations.add("looking for a " + detector.kind() + " guest: " + fault.getMessage());
            return Optional.empty();
        }
    }
}
