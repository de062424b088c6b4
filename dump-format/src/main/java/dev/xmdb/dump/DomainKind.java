package dev.xmdb.dump;

/** How the domain was virtualised, as far as the container tells (dump-core HEADER magic; map section present). */
public enum DomainKind {
    /** Paravirtualised: page tables hold machine frames. */
    PV,
    /** Auto-translated (HVM or PVH, which the container does not tell apart): page tables hold guest frames. */
    HVM
}
