package dev.xmdb.sim.machine;

/** How the hypervisor runs a guest. */
public enum Virtualisation {
    /** The guest knows of the hypervisor: its page tables hold machine frames, and its kernel runs without the privileges of one. */
    PV(0xe030, 0xe023, 0xe02b, 0xe02b, 0x1f3),
    /** The hardware hides the hypervisor: what the guest takes for frames of the machine are its own. */
    HVM(0x28, 0x43, 0x30, 0x4b, 0xfeffd);

    private final int kernelCode;
    private final int userCode;
    private final int kernelData;
    private final int userData;
    private final long sharedInfoFrame;

    Virtualisation(int kernelCode, int userCode, int kernelData, int userData, long sharedInfoFrame) {
        this.kernelCode = kernelCode;
        this.userCode = userCode;
        this.kernelData = kernelData;
        this.userData = userData;
        this.sharedInfoFrame = sharedInfoFrame;
    }

    /** The selector in %cs while a 64-bit kernel runs. */
    public int kernelCode() {
        return kernelCode;
    }

    /** The selector in %ss while a 64-bit kernel runs. */
    public int kernelData() {
        return kernelData;
    }

    /** The selector in %cs while a 32-bit process runs. */
    public int userCode() {
        return userCode;
    }

    /** The selector in %ss while a 32-bit process runs. */
    public int userData() {
        return userData;
    }

    /** The frame, by the guest's page tables, of the page that it shares with the hypervisor; no dump of the guest has it. */
    public long sharedInfoFrame() {
        return sharedInfoFrame;
    }

    /** What is in memory for a level-1 or large-page entry that the guest asked for. */
    long storedLeaf(long wanted) {
        if (this == PV) {
            return PageFlags.asXenStoresLeaf(wanted);
        }
        return (wanted & PageFlags.USER) != 0 ? wanted : wanted | PageFlags.GLOBAL;
    }

    /** The mark of an entry whose frame is not one of the domain. */
    long foreign() {
        return this == PV ? PageFlags.FOREIGN : 0;
    }
}
