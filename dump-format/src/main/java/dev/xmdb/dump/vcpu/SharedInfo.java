package dev.xmdb.dump.vcpu;

/**
 * The page that Xen and a domain share. The word size follows the guest's mode, which the container does not always tell.
 *
 * <p>Layouts: x86_64 (4096 event channels) and x86_32 (1024). The {@code p2m_*} words exist since Xen 4.6 and are zero or garbage
 * before.
 */
public interface SharedInfo {

    /** Bytes in a word of the layout, 8 or 4. */
    int wordSize();

    /** Number of 2-level event channels the page has bits for: 4096 or 1024. */
    int eventChannels();

    /** Pending bit of a 2-level event channel. */
    boolean pending(int port);

    /** Mask bit of a 2-level event channel. */
    boolean masked(int port);

    /** The {@code vcpu_info} slot of a vCPU; id 0 to 31. The slot is stale once the guest registered its own. */
    VcpuInfo vcpu(int id);

    /** {@code wc_version}; odd while being updated. */
    long wallClockVersion();

    /** Wall-clock seconds since 1970 at boot, with {@code wc_sec_hi} where the layout has it. */
    long wallClockSeconds();

    /** Nanoseconds beside {@link #wallClockSeconds}. */
    long wallClockNanoseconds();

    /** {@code arch.max_pfn}. */
    long maxPfn();

    /** {@code arch.pfn_to_mfn_frame_list_list}, a machine frame; 0 when not set. */
    long frameListListMfn();

    /** {@code arch.nmi_reason}. */
    long nmiReason();

    /** {@code arch.p2m_cr3}, raw. */
    long p2mCr3();

    /** {@code arch.p2m_vaddr}. */
    long p2mVirtualAddress();

    /** {@code arch.p2m_generation}; odd while being updated. */
    long p2mGeneration();

    /**
     * One {@code vcpu_info}.
     *
     * @param upcallPending an event waits for delivery
     * @param upcallMask delivery is masked
     * @param pendingSelector one bit per word of the pending bitmap
     * @param cr2 last page-fault address
     * @param timeVersion odd while being updated
     * @param tscTimestamp TSC at the last update
     * @param systemTime nanoseconds since boot at the last update
     */
    record VcpuInfo(
            boolean upcallPending,
            boolean upcallMask,
            long pendingSelector,
            long cr2,
            long timeVersion,
            long tscTimestamp,
            long systemTime) {}
}
