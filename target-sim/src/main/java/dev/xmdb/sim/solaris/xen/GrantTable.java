package dev.xmdb.sim.solaris.xen;

import dev.xmdb.dump.Frames;
import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;
import java.util.ArrayList;
import java.util.List;

/**
 * The domain's grant table, and the guest's list of free entries. Under a real hypervisor the table is in frames of the hypervisor's
 * own, which no dump has; here the domain lends it a page, so that it can be looked at.
 */
public final class GrantTable {
    private static final int PERMIT = 1;
    private static final int READ_ONLY = 1 << 2;
    private static final int READING = 1 << 3;
    private static final int WRITING = 1 << 4;
    private static final int RESERVED = 8;
    private static final int END = -1;

    private final Kernel kernel;
    private final long table;
    private final long free;
    private final int entries;
    private final List<Grant> grants = new ArrayList<>();
    private int next = RESERVED;

    /**
     * A page that another domain may map.
     *
     * @param reference number of the entry
     * @param domain which domain may
     * @param va where the guest itself has the page
     * @param inUse whether the other domain has it mapped
     */
    public record Grant(int reference, int domain, long va, long pfn, long mfn, int flags, boolean inUse) {}

    GrantTable(Kernel kernel) {
        this.kernel = kernel;
        this.entries = Frames.PAGE_SIZE / kernel.layouts().size("grant_entry_t");
        this.table = kernel.heap().allocate(Frames.PAGE_SIZE, Frames.PAGE_SIZE);
        this.free = kernel.heap().allocate(Frames.PAGE_SIZE, Frames.PAGE_SIZE);
        long lists = kernel.heap().allocate(Long.BYTES);
        kernel.space().putLong(lists, free);
        kernel.set("shared", table);
        kernel.set("gnttab_list", lists);
        kernel.set("nr_grant_frames", 1);
        for (int entry = RESERVED; entry < entries; entry++) {
            link(entry, entry == entries - 1 ? END : entry + 1);
        }
        count();
    }

    private void link(int entry, int following) {
        kernel.space().put(free + (long) entry * Integer.BYTES, Integer.BYTES, following);
    }

    private void count() {
        kernel.set("gnttab_free_head", next);
        kernel.set("gnttab_free_count", (long) entries - next);
    }

    /** Lets a domain map a fresh page for reading and writing; it has done so. */
    Grant shareRing() {
        return grant(PERMIT | READING | WRITING);
    }

    /** Lets a domain write into a fresh page when it has something to. */
    Grant offerBuffer() {
        return grant(PERMIT);
    }

    /** Lets a domain read a fresh page. */
    Grant offerData() {
        return grant(PERMIT | READ_ONLY);
    }

    private Grant grant(int flags) {
        int reference = next++;
        long va = kernel.heap().allocate(Frames.PAGE_SIZE, Frames.PAGE_SIZE);
        long pfn = kernel.space().tables().pfn(va);
        long mfn = kernel.memory().host().mfn(pfn);
        GuestStruct entry = kernel.at(
                "grant_entry_t", table + (long) reference * kernel.layouts().size("grant_entry_t"));
        entry.set("flags", flags).set("domid", 0).set("frame", mfn);
        link(reference, END);
        count();
        Grant made = new Grant(reference, 0, va, pfn, mfn, flags, (flags & (READING | WRITING)) != 0);
        grants.add(made);
        return made;
    }

    /** Marks a ring's indices: so many requests made and answered, the other side to be told of the next one. */
    void indices(Grant ring, long requests, long responses) {
        kernel.at("struct shared_ring", ring.va())
                .set("req_prod", requests)
                .set("req_event", requests + 1)
                .set("rsp_prod", responses)
                .set("rsp_event", responses + 1);
    }

    /** Every entry in use. */
    public List<Grant> grants() {
        return grants;
    }

    /** Address of the table. */
    public long table() {
        return table;
    }
}
