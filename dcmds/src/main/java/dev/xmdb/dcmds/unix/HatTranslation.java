package dev.xmdb.dcmds.unix;

import dev.xmdb.dcmds.AddressSpaceOptions;
import dev.xmdb.dcmds.FrameNumbers;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.dump.FrameNaming;
import dev.xmdb.dump.Frames;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Line;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.GuestDamageException;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.hat.HatLayer;
import dev.xmdb.target.guest.solaris.hat.HatLookup;
import dev.xmdb.target.memory.GuestVirtual;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.paging.Translation;
import dev.xmdb.target.types.TypeDataException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code ::vatopfn} of a Solaris guest: by the kernel's htables, checked against the walk of its page tables. */
final class HatTranslation {
    private static final Line LEVEL = Line.of("\tlevel=%d htable=0x%x pte=0x%x", "level", "htable", "pte");
    private static final Line WITH_MFN = Line.of(
                    "Virtual address 0x%x maps pfn 0x%x (mfn 0x%x)", "virtual", "pfn", "mfn")
            .pipes("pfn");
    private static final Line WITH_MFN_IN_LARGE = Line.of(
                    "Virtual address 0x%x maps pfn 0x%x (mfn 0x%x) in a %s page", "virtual", "pfn", "mfn", "page_size")
            .pipes("pfn");
    private static final Line PFN_ONLY =
            Line.of("Virtual address 0x%x maps pfn 0x%x", "virtual", "pfn").pipes("pfn");
    private static final Line PFN_ONLY_IN_LARGE = Line.of(
                    "Virtual address 0x%x maps pfn 0x%x in a %s page", "virtual", "pfn", "page_size")
            .pipes("pfn");

    private final Invocation in;
    private final SolarisGuest kernel;
    private final long address;
    private boolean sound = true;

    HatTranslation(Invocation in, SolarisGuest kernel) {
        this.in = in;
        this.kernel = kernel;
        this.address = in.address();
    }

    Status run() {
        HatLayer layer;
        HatLookup found;
        List<String> faults;
        try {
            layer = HatLayer.of(kernel);
            long hat = in.number('a').isPresent() ? layer.hatOf(in.number('a').getAsLong()) : layer.kernelHat();
            found = layer.lookup(hat, address, in.effort());
            faults = layer.tables(hat, in.effort()).faults();
        } catch (GuestDamageException | TypeDataException unusable) {
            return walkInstead(unusable.getMessage());
        } catch (MemoryFaultException fault) {
            return walkInstead("a page table cannot be read: " + fault.getMessage());
        }
        if (!in.isPipeOutput()) {
            found.steps()
                    .forEach(step -> in.out()
                            .line(
                                    LEVEL,
                                    new Value.Quantity(step.table().level()),
                                    new Value.Address(step.table().address()),
                                    new Value.Address(step.entry())));
        }
        faults.forEach(this::complain);
        if (found.frame().isEmpty()) {
            return unmapped(layer, found);
        }
        Translation walk = space(layer).translate(address);
        frame(
                found.frame().get(),
                layer.shape().pageShift().get(found.steps().getFirst().table().level()));
        compare(found.frame().get(), walk);
        return sound ? Status.OK : Status.ERROR;
    }

    private void complain(String message) {
        in.warn(message);
        sound = false;
    }

    /** The kernel's records are of no use: the page tables themselves still are. */
    private Status walkInstead(@Nullable String reason) {
        if (in.number('a').isPresent()) {
            in.warn(reason);
            return Status.ERROR;
        }
        in.warn(reason + "; what follows is what the page tables say");
        Translation walk = AddressSpaceOptions.chosen(in).translate(address);
        if (walk.outcome() instanceof Translation.Outcome.Mapped mapped) {
            frame(mapped.frame(), mapped.pageShift());
        } else {
            in.warn(unmapped(": " + walk.reason()));
        }
        return Status.ERROR;
    }

    private String unmapped(String why) {
        return String.format(Locale.ROOT, "Address %x is unmapped", address) + (why.isEmpty() ? "." : why);
    }

    private Status unmapped(HatLayer layer, HatLookup found) {
        Translation walk = space(layer).translate(address);
        if (frameOf(walk) >= 0) {
            in.warn(unmapped(" by the kernel's htables, but its page table says otherwise: " + walk.reason()));
        } else if (found.steps().isEmpty() || found.unmapped()) {
            in.warn(unmapped(elsewhere()));
        } else {
            in.warn(unmapped(": no htable of the page that level "
                    + found.steps().getFirst().table().level() + " leads to"));
        }
        return Status.ERROR;
    }

    /** An address that the kernel does not map may be a user's, and the vCPU may have been running that user. */
    private String elsewhere() {
        if (in.number('a').isEmpty() && in.target().virtual() instanceof GuestVirtual current) {
            Translation walk = current.translate(address);
            if (frameOf(walk) >= 0) {
                return " in the kernel's own address space; the address space of the vCPU " + walk.reason() + " (-v)";
            }
        }
        return "";
    }

    /** The address space whose page tables have to agree: the running one for the kernel's addresses, which are the same in all. */
    private GuestVirtual space(HatLayer layer) {
        if (in.number('a').isEmpty()
                && Long.compareUnsigned(address, layer.kernelBase()) >= 0
                && in.target().virtual() instanceof GuestVirtual current) {
            return current;
        }
        return SolarisKernel.addressSpace(
                in.target(),
                in.number('a').isPresent() ? in.number('a').getAsLong() : SolarisKernel.variable(kernel, "kas"));
    }

    private void compare(long frame, Translation walk) {
        if (frameOf(walk) != frame) {
            complain(String.format(
                    Locale.ROOT, "the walk of the page tables does not agree about %x: %s", address, walk.reason()));
        }
    }

    private static long frameOf(Translation walk) {
        return switch (walk.outcome()) {
            case Translation.Outcome.Mapped mapped -> mapped.frame();
            case Translation.Outcome.FrameNotInImage absent -> absent.frame();
            default -> Frames.ABSENT;
        };
    }

    private void frame(long frame, int pageShift) {
        var image = in.target().image();
        long pfn = FrameNumbers.pfnOfTableFrame(image, frame);
        if (pfn == Frames.ABSENT) {
            throw new DcmdException("Invalid mfn " + in.session().number(frame));
        }
        boolean large = pageShift > Frames.PAGE_SHIFT;
        Value size = new Value.Text(Translation.pageSize(pageShift));
        Value virtual = new Value.Address(address);
        if (image.frameNaming() == FrameNaming.MFN) {
            Value mfn = new Value.Address(frame);
            if (large) {
                in.out().line(WITH_MFN_IN_LARGE, virtual, new Value.Address(pfn), mfn, size);
            } else {
                in.out().line(WITH_MFN, virtual, new Value.Address(pfn), mfn);
            }
        } else if (large) {
            in.out().line(PFN_ONLY_IN_LARGE, virtual, new Value.Address(pfn), size);
        } else {
            in.out().line(PFN_ONLY, virtual, new Value.Address(pfn));
        }
    }
}
