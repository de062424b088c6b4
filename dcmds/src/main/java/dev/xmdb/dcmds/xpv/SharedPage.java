package dev.xmdb.dcmds.xpv;

import dev.xmdb.dump.Frames;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.target.Target;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.xen.StartInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * A page that the domain shares with another one, and where it is.
 *
 * @param memory the space that it is read through
 * @param address its address there
 */
record SharedPage(AddressSpace memory, long address) {
    private static final List<String> START_INFO_POINTERS = List.of("xen_info", "xen_start_info");

    /** The page that is shared with xenstored. */
    static final Kind STORE =
            new Kind("the store's ring", List.of("xb_addr", "xen_store_interface"), StartInfo::storePage);

    /** The page that is shared with the program behind the console. */
    static final Kind CONSOLE =
            new Kind("the console's ring", List.of("HYPERVISOR_console_page"), StartInfo::consolePage);

    /**
     * Which of the pages.
     *
     * @param what its name in messages
     * @param pointers variables of kernels that point to it
     * @param frame its frame by the start_info page
     */
    record Kind(String what, List<String> pointers, ToLongFunction<StartInfo> frame) {}

    /** Declares the options that say what the operand is. */
    static DcmdSpec.Builder declare(DcmdSpec.Builder spec) {
        return spec.option(OptionSpec.flag('m', "the operand is the machine frame of the page"))
                .option(OptionSpec.flag('p', "the operand is the guest frame of the page"));
    }

    /** How the page is found, for a description. */
    static final String DESCRIPTION =
            "The page is the one at the given address, or in the frame that -m or -p say the operand is. Without an operand the kernel's own pointer leads to it, "
                    + "else the start_info page of a PV domain, which is looked for in the whole image.";

    /**
     * The page that an invocation means.
     *
     * @throws DcmdException when nothing leads to it
     */
    static SharedPage of(Invocation in, Kind kind) {
        Target target = in.target();
        if (in.has('m') && in.has('p')) {
            throw new DcmdException("only one of -m and -p may be given");
        }
        if (in.hasAddress()) {
            return in.has('m')
                    ? new SharedPage(target.machine(), in.address() << Frames.PAGE_SHIFT)
                    : in.has('p')
                            ? new SharedPage(target.physical(), in.address() << Frames.PAGE_SHIFT)
                            : new SharedPage(target.virtual(), in.address());
        }
        if (in.has('m') || in.has('p')) {
            throw new DcmdException("-m and -p need an operand");
        }
        List<String> unreadable = new ArrayList<>();
        return pointer(target, kind.pointers(), unreadable)
                .map(address -> new SharedPage(target.virtual(), address))
                .or(() -> byStartInfo(in, kind))
                .orElseThrow(() -> new DcmdException(
                        unreadable.isEmpty()
                                ? "nothing in the image leads to " + kind.what()
                                        + "; give its address, or its frame with -m or -p"
                                : kind.what() + " cannot be read: " + unreadable.getFirst()));
    }

    /** The value of the first of some pointers that leads to a page. */
    private static Optional<Long> pointer(Target target, List<String> names, List<String> unreadable) {
        for (String name : names) {
            OptionalLong variable = target.symbols().valueOf(name);
            if (variable.isPresent()) {
                try {
                    long value = target.virtual().readWord(variable.getAsLong());
                    if (value != 0) {
                        target.virtual().readByte(value);
                        return Optional.of(value);
                    }
                } catch (MemoryFaultException fault) {
                    unreadable.add(String.valueOf(fault.getMessage()));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<SharedPage> byStartInfo(Invocation in, Kind kind) {
        Target target = in.target();
        Optional<StartInfo> info = pointer(target, START_INFO_POINTERS, new ArrayList<>())
                .map(address -> StartInfo.at(target.image(), target.virtual(), address))
                .or(() -> StartInfo.find(target.image(), target.wordSize(), in.effort()).stream()
                        .mapToObj(address -> StartInfo.at(target.image(), target.physical(), address))
                        .findFirst());
        return info.map(found -> kind.frame().applyAsLong(found))
                .filter(pfn -> pfn != Frames.ABSENT)
                .map(pfn -> new SharedPage(target.physical(), pfn << Frames.PAGE_SHIFT));
    }
}
