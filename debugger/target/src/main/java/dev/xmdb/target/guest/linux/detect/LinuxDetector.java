package dev.xmdb.target.guest.linux.detect;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.target.guest.Guest;
import dev.xmdb.target.guest.GuestDetector;
import dev.xmdb.target.guest.Overrides;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.Recognition;
import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.guest.linux.report.LinuxReport;
import dev.xmdb.target.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Recognises a 64-bit Linux kernel by its own symbol table, the one thing that proves itself: where the tables say that the kernel keeps
 * its banner, there it is.
 */
public final class LinuxDetector implements GuestDetector {
    /** Made by the service loader. */
    public LinuxDetector() {}

    @Override
    public String kind() {
        return LinuxGuest.KIND;
    }

    @Override
    public Optional<Guest> detect(DomainImage image, AddressSpace virtual, AddressSpace physical) {
        return detect(image, virtual, physical, Overrides.NONE);
    }

    @Override
    public Optional<Guest> detect(DomainImage image, AddressSpace virtual, AddressSpace physical, Overrides overrides) {
        var search = new KernelSearch(image, virtual, physical, overrides);
        return search.find().map(seen -> guest(image, virtual, overrides, search, seen));
    }

    private static Guest guest(
            DomainImage image, AddressSpace virtual, Overrides overrides, KernelSearch search, Sighting seen) {
        List<String> told = new ArrayList<>(search.told());
        boolean better = seen.memory() != virtual;
        if (better) {
            told.add("the kernel's page tables were found by " + seen.origin());
        }
        overrides.kaslr().ifPresent(given -> checkDisplacement(given, seen, told));
        var recognition = new Recognition(
                seen.banner().orElse(""), seen.origin(), better, seen.source(), seen.complete(), search.note(), told);
        return new LinuxGuest(image, seen.memory(), seen.symbols(), recognition, LinuxReport::new);
    }

    /** The kernel's own symbols tell how far it was moved, so that a number which says something else is wrong. */
    private static void checkDisplacement(long given, Sighting seen, List<String> told) {
        OptionalLong start = seen.symbols().valueOf("_text");
        if (start.isPresent() && start.getAsLong() - KernelImage.LINKED != given) {
            told.add("--kaslr " + Long.toHexString(given) + " is not used: this kernel was moved by "
                    + Long.toHexString(start.getAsLong() - KernelImage.LINKED));
        }
    }
}
