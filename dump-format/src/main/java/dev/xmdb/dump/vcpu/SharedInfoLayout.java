package dev.xmdb.dump.vcpu;

/**
 * Where the fields of a {@code shared_info} lie, in bytes from the start of its page (Xen public headers {@code xen.h} and {@code
 * arch-x86/xen.h}). The {@code p2m_*} words exist since Xen 4.6.
 *
 * @param wordSize bytes in a machine word
 * @param vcpuSize bytes of one {@code vcpu_info}, 32 of which open the page
 * @param pendingSelector {@code evtchn_pending_sel} within a {@code vcpu_info}
 * @param cr2 {@code arch.cr2} within a {@code vcpu_info}
 * @param time {@code time} within a {@code vcpu_info}
 * @param pending {@code evtchn_pending[]}
 * @param mask {@code evtchn_mask[]}
 * @param eventChannels bits in each of the two
 * @param wallClockVersion {@code wc_version}
 * @param wallClockSeconds {@code wc_sec}
 * @param wallClockNanoseconds {@code wc_nsec}
 * @param wallClockSecondsHigh {@code wc_sec_hi}; padding before Xen 4.6
 * @param maxPfn {@code arch.max_pfn}
 * @param frameListList {@code arch.pfn_to_mfn_frame_list_list}
 * @param nmiReason {@code arch.nmi_reason}
 * @param p2mCr3 {@code arch.p2m_cr3}
 * @param p2mVirtualAddress {@code arch.p2m_vaddr}
 * @param p2mGeneration {@code arch.p2m_generation}
 */
public record SharedInfoLayout(
        int wordSize,
        int vcpuSize,
        int pendingSelector,
        int cr2,
        int time,
        int pending,
        int mask,
        int eventChannels,
        int wallClockVersion,
        int wallClockSeconds,
        int wallClockNanoseconds,
        int wallClockSecondsHigh,
        int maxPfn,
        int frameListList,
        int nmiReason,
        int p2mCr3,
        int p2mVirtualAddress,
        int p2mGeneration) {

    /** Bytes of the page that holds a {@code shared_info}. */
    public static final int PAGE_SIZE = 4096;

    /** {@code vcpu_info} slots. */
    public static final int VCPUS = 32;

    static final int UPCALL_PENDING = 0;
    static final int UPCALL_MASK = 1;
    static final int TIME_VERSION = 0;
    static final int TIME_TSC = 8;
    static final int TIME_SYSTEM = 16;

    /** The layout of a 64-bit guest. */
    public static final SharedInfoLayout X86_64 = new SharedInfoLayout(
            8, 64, 8, 16, 32, 2048, 2560, 4096, 3072, 3076, 3080, 3084, 3088, 3096, 3104, 3112, 3120, 3128);

    /** The layout of a 32-bit guest. */
    public static final SharedInfoLayout X86_32 = new SharedInfoLayout(
            4, 64, 4, 8, 32, 2048, 2176, 1024, 2304, 2308, 2312, 2340, 2316, 2320, 2324, 2328, 2332, 2336);

    /** The layout of a word size: 8 or 4 bytes. */
    public static SharedInfoLayout of(int wordSize) {
        return switch (wordSize) {
            case Long.BYTES -> X86_64;
            case Integer.BYTES -> X86_32;
            default -> throw new IllegalArgumentException("no shared_info with words of " + wordSize + " bytes");
        };
    }
}
