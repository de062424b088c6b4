package dev.xmdb.target.guest.linux.detect;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.target.guest.Guest;
import dev.xmdb.target.guest.GuestDetector;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.Recognition;
import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.guest.linux.kallsyms.Kallsyms;
import dev.xmdb.target.guest.linux.kallsyms.KallsymsFinder;
import dev.xmdb.target.guest.linux.report.LinuxReport;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.types.StructView;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Recognises a 64-bit Linux kernel by its own symbol table, the one thing that proves itself: where the tables say that the kernel keeps
 * its banner, there it is.
 */
public final class LinuxDetector implements GuestDetector {
    private static final String BANNER = "Linux version ";
    private static final int LONGEST_BANNER = 1024;

    @Override
    public String kind() {
        return LinuxGuest.KIND;
    }

    @Override
    public Optional<Guest> detect(DomainImage image, AddressSpace virtual, AddressSpace physical) {
        if (!(virtual instanceof PagedMemory memory)) {
            return Optional.empty();
        }
        List<KernelImage.Range> mapped = KernelImage.mapped(memory);
        return new KallsymsFinder(memory, symbols -> banner(memory, symbols).isPresent())
                .find(mapped)
                .map(symbols -> new LinuxGuest(
                        image,
                        memory,
                        symbols,
                        new Recognition(
                                banner(memory, symbols).orElseThrow(),
                                "as the first vCPU has it",
                                false,
                                "its " + symbols.count() + " symbols at virtual 0x" + Long.toHexString(symbols.place()),
                                true,
                                Optional.empty(),
                                List.of()),
                        LinuxReport::new));
    }

    /** The words at the banner's symbol, when they are a banner. */
    private static Optional<String> banner(AddressSpace memory, Kallsyms symbols) {
        OptionalLong at = symbols.valueOf("linux_banner");
        try {
            return at.isPresent() && KernelImage.mayHold(at.getAsLong())
                    ? Optional.of(StructView.text(memory, at.getAsLong(), LONGEST_BANNER)
                                    .strip())
                            .filter(text -> text.startsWith(BANNER))
                    : Optional.empty();
        } catch (MemoryFaultException notThere) {
            return Optional.empty();
        }
    }
}
