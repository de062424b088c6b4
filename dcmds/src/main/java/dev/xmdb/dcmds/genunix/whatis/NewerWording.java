package dev.xmdb.dcmds.genunix.whatis;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.genunix.kmem.BufctlText;
import dev.xmdb.dcmds.genunix.kmem.StackText;
import dev.xmdb.dcmds.genunix.vmem.SegmentText;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.kmem.Kmem;
import dev.xmdb.target.guest.solaris.kmem.KmemBuffer;
import dev.xmdb.target.guest.solaris.vmem.Vmem;
import dev.xmdb.target.guest.solaris.whatis.SolarisOwner;
import java.util.List;

/** The wording of debuggers since 2009: a thing's beginning is told when the address is not it; records follow the line. */
final class NewerWording extends Wording {
    private final SolarisGuest guest;
    private final boolean naming;
    private final boolean quiet;

    /**
     * The wording.
     *
     * @param naming whether bufctls are named where their records could be shown
     * @param quiet whether records are left out
     */
    NewerWording(SolarisGuest guest, Layout layout, boolean naming, boolean quiet) {
        super(layout);
        this.guest = guest;
        this.naming = naming;
        this.quiet = quiet;
    }

    private static String at(long address, SolarisOwner owner) {
        return address == owner.base() ? "" : place(address, owner.base()) + ", ";
    }

    @Override
    String text(long address, SolarisOwner owner) {
        return switch (owner) {
            case SolarisOwner.InModule module -> {
                String section = module.section() == SolarisOwner.Section.BSS ? "bss segment" : word(module.section());
                yield (module.symbol().isPresent() ? layout().symbol(address) + ", " : "") + "in " + module.module()
                        + "'s " + section;
            }
            case SolarisOwner.ThreadStructure thread -> at(address, thread) + "allocated as a thread structure";
            case SolarisOwner.ThreadStack stack ->
                "in thread " + Long.toHexString(stack.thread()) + "'s stack" + suffix(stack.use());
            case SolarisOwner.PageStructure page -> at(address, page) + "allocated as a page structure";
            case SolarisOwner.PageTable table -> at(address, table) + table(table);
            case SolarisOwner.Buffer(var buffer) -> at(address, owner) + buffer(buffer);
            case SolarisOwner.Segment(var hit) -> at(address, owner) + segment(hit);
        };
    }

    private String buffer(KmemBuffer buffer) {
        String text = state(buffer.allocated()) + " from " + buffer.cache().name();
        if (buffer.bufctl() == 0) {
            return text + callers(buffer);
        }
        if (!recorded(buffer)) {
            return "bufctl " + Long.toHexString(buffer.bufctl()) + " " + text;
        }
        return text + ":\n" + BufctlText.header() + "\n"
                + BufctlText.block(layout(), Kmem.of(guest).bufctl(buffer.bufctl()));
    }

    private boolean recorded(KmemBuffer buffer) {
        return !naming && !quiet && buffer.bufctl() != 0 && buffer.cache().audited();
    }

    @Override
    void record(SolarisOwner owner, Fields fields) {
        if (owner instanceof SolarisOwner.Buffer(var buffer)) {
            if (recorded(buffer)) {
                fields.named(
                        "record", BufctlText.fields(layout(), Kmem.of(guest).bufctl(buffer.bufctl())));
            } else if (buffer.bufctl() == 0 && !quiet && buffer.cache().lite()) {
                fields.add(
                        "recent_callers",
                        StackText.value(layout(), Kmem.of(guest).recentCallers(buffer)));
            }
        } else if (owner instanceof SolarisOwner.Segment(var hit) && !quiet) {
            fields.named("record", SegmentText.fields(layout(), Vmem.of(guest).segment(hit.segment())));
        }
    }

    /** The callers that a cache with short histories remembers behind each buffer. */
    private String callers(KmemBuffer buffer) {
        if (quiet || !buffer.cache().lite()) {
            return "";
        }
        List<Long> callers = Kmem.of(guest).recentCallers(buffer);
        if (callers.isEmpty()) {
            return "";
        }
        return ":\n        recent caller" + (callers.size() == 1 ? "" : "s") + ": "
                + String.join(", ", callers.stream().map(layout()::label).toList());
    }

    private String segment(Vmem.Hit hit) {
        String text = state(hit.allocated()) + " from the " + hit.arena().name() + " vmem arena";
        return quiet
                ? "vmem_seg " + Long.toHexString(hit.segment()) + " " + text
                : text + ":\n" + SegmentText.header() + "\n"
                        + SegmentText.block(layout(), Vmem.of(guest).segment(hit.segment()));
    }
}
