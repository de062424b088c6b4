package dev.xmdb.target.guest.solaris;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DomainKind;
import dev.xmdb.target.guest.GuestDamageException;
import dev.xmdb.target.guest.solaris.BootstrapLayout.DebugInfoFields;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.GuestVirtual;
import dev.xmdb.target.paging.Translation;
import java.util.Optional;

/**
 * What the kernel leaves for debuggers in the page below its text (sys/debug_info.h).
 *
 * @param address where the page is
 * @param modules the head of the list of modules
 * @param startText first byte of the kernel's own text
 * @param endText first byte after it
 * @param startData first byte of the kernel's own data
 * @param endData first byte after it
 * @param hatHtable byte offset of {@code hat_htable} in {@code struct hat}
 * @param htablePfn byte offset of {@code ht_pfn} in {@code struct htable}
 */
public record DebugInfo(
        long address,
        long modules,
        long startText,
        long endText,
        long startData,
        long endData,
        long hatHtable,
        long htablePfn) {
    private static final int MAGIC = 0xdeb1_16ed;
    private static final int VERSION = 1;
    private static final long WIDE_ADDRESS = 0xffff_ffff_fb7f_f000L;
    private static final long NARROW_PV_ADDRESS = 0xf4bf_f000L;
    private static final long NARROW_HVM_ADDRESS = 0xfe7f_f000L;

    /**
     * Reads the page.
     *
     * @return empty when there is nothing that looks like one
     * @throws GuestDamageException when there is something that looks like one and is none that can be used
     */
    static Optional<DebugInfo> read(DomainImage image, AddressSpace memory) {
        long at = memory.wordSize() == Long.BYTES
                ? WIDE_ADDRESS
                : image.kind() == DomainKind.PV ? NARROW_PV_ADDRESS : NARROW_HVM_ADDRESS;
        DebugInfoFields field = BootstrapLayout.of(memory.wordSize()).debugInfo();
        if (memory.readable(at, field.size()) < field.size()) {
            if (memory instanceof GuestVirtual paged
                    && paged.translate(at).outcome() instanceof Translation.Outcome.FrameNotInImage) {
                throw new GuestDamageException("cannot read debug_info at " + Long.toHexString(at) + ": "
                        + paged.translate(at).reason());
            }
            return Optional.empty();
        }
        var info = new DebugInfo(
                at,
                memory.readWord(at + field.modules()),
                memory.readWord(at + field.startText()),
                memory.readWord(at + field.endText()),
                memory.readWord(at + field.startData()),
                memory.readWord(at + field.endData()),
                memory.readWord(at + field.hatHtable()),
                memory.readWord(at + field.htablePfn()));
        int magic = memory.readInt(at + field.magic());
        int version = memory.readInt(at + field.version());
        if (magic != MAGIC) {
            if (!info.plausible()) {
                return Optional.empty();
            }
            throw new GuestDamageException("invalid debug info magic " + magic + " at " + Long.toHexString(at));
        }
        if (version != VERSION) {
            throw new GuestDamageException("unknown debug info version " + version + " at " + Long.toHexString(at));
        }
        return Optional.of(info);
    }

    /** Whether the rest of the page looks right: text above the page, then data, and the modules' head in it. */
    private boolean plausible() {
        return Long.compareUnsigned(address, startText) < 0
                && Long.compareUnsigned(startText, endText) < 0
                && Long.compareUnsigned(endText, startData) <= 0
                && Long.compareUnsigned(startData, endData) < 0
                && Long.compareUnsigned(startData, modules) <= 0
                && Long.compareUnsigned(modules, endData) < 0;
    }
}
