package dev.xmdb.dcmds.genunix.whatis;

import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.genunix.kmem.BufctlText;
import dev.xmdb.engine.output.Layout;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.kmem.Kmem;
import dev.xmdb.target.guest.solaris.kmem.KmemBuffer;
import dev.xmdb.target.guest.solaris.vmem.Vmem;
import dev.xmdb.target.guest.solaris.whatis.SolarisOwner;

/** The wording of debuggers before 2009: always where the thing begins and how far into it the address is. */
final class ClassicWording extends Wording {
    private final SolarisGuest guest;
    private final boolean naming;
    private final boolean verbose;

    /**
     * The wording.
     *
     * @param naming whether segments are named
     * @param verbose whether audited buffers come with their records
     */
    ClassicWording(SolarisGuest guest, Layout layout, boolean naming, boolean verbose) {
        super(layout);
        this.guest = guest;
        this.naming = naming;
        this.verbose = verbose;
    }

    @Override
    String text(long address, SolarisOwner owner) {
        return switch (owner) {
            case SolarisOwner.InModule module ->
                (module.symbol().isPresent() ? layout().symbol(address) + " in " : "in ") + module.module() + "'s "
                        + word(module.section());
            case SolarisOwner.ThreadStructure thread ->
                place(address, thread.base()) + ", allocated as a thread structure";
            case SolarisOwner.ThreadStack stack ->
                "in thread " + Long.toHexString(stack.thread()) + "'s stack" + suffix(stack.use());
            case SolarisOwner.PageStructure page -> place(address, page.base()) + ", allocated as a page structure";
            case SolarisOwner.PageTable table -> place(address, table.base()) + ", " + table(table);
            case SolarisOwner.Buffer(var buffer) -> buffer(address, buffer);
            case SolarisOwner.Segment(var hit) -> segment(address, hit);
        };
    }

    private String buffer(long address, KmemBuffer buffer) {
        String text = place(address, buffer.address()) + ", "
                + (buffer.bufctl() == 0 ? "" : "bufctl " + Long.toHexString(buffer.bufctl()) + " ")
                + state(buffer.allocated()) + " from " + buffer.cache().name();
        if (!recorded(buffer)) {
            return text;
        }
        return text + ":\n" + BufctlText.header() + "\n"
                + BufctlText.block(layout(), Kmem.of(guest).bufctl(buffer.bufctl()));
    }

    private boolean recorded(KmemBuffer buffer) {
        return verbose && buffer.cache().audited() && buffer.bufctl() != 0;
    }

    @Override
    void record(SolarisOwner owner, Fields fields) {
        if (owner instanceof SolarisOwner.Buffer(var buffer) && recorded(buffer)) {
            fields.named("record", BufctlText.fields(layout(), Kmem.of(guest).bufctl(buffer.bufctl())));
        }
    }

    private String segment(long address, Vmem.Hit hit) {
        return place(address, hit.start()) + " "
                + (naming ? "(vmem_seg " + Long.toHexString(hit.segment()) + ") " : "")
                + (hit.allocated() ? "" : "freed ") + "from " + hit.arena().name() + " vmem arena";
    }
}
