package dev.xmdb.dump;

/** The containers that can be opened. */
public enum ImageFormat {
    /** ELF core with {@code .note.Xen} and {@code .xen_pages} (Xen 3.1 and later). */
    ELF_DUMP_CORE("Xen ELF dump-core"),
    /** The older container of {@code xm dump-core} (Xen 3.0.4 and earlier). */
    XC_CORE("xc_core");

    private final String description;

    ImageFormat(String description) {
        this.description = description;
    }

    /** The container's name for people, for example {@code Xen ELF dump-core}. */
    public String description() {
        return description;
    }
}
