package dev.xmdb.target.guest.solaris;

/**
 * Where the fields are, in bytes, of the structures that have to be read before any type is known: {@code debug_info}
 * (sys/debug_info.h), {@code modctl} (sys/modctl.h), {@code module} (sys/kobj.h) and an ELF section header. They were the same in all
 * kernels that ran as Xen guests.
 */
record BootstrapLayout(
        int word, DebugInfoFields debugInfo, ModctlFields modctl, ModuleFields module, SectionFields section) {

    record DebugInfoFields(
            int magic,
            int version,
            int modules,
            int startText,
            int endText,
            int startData,
            int endData,
            int hatHtable,
            int htablePfn,
            int size) {}

    record ModctlFields(
            int next,
            int id,
            int module,
            int linkage,
            int fileName,
            int name,
            int busy,
            int want,
            int primary,
            int references,
            int loaded,
            int installed,
            int loadFlags,
            int size) {}

    record ModuleFields(
            int elfHeader,
            int sectionHeaders,
            int symbolHeader,
            int stringHeader,
            int symbolSpaceSize,
            int symbolSpace,
            int flags,
            int textSize,
            int dataSize,
            int text,
            int data,
            int symbols,
            int strings,
            int bssSize,
            int bss,
            int ctf,
            int ctfSize,
            int size) {}

    record SectionFields(int address, int bytes, int size) {}

    private static final BootstrapLayout WIDE = new BootstrapLayout(
            8,
            new DebugInfoFields(0, 4, 8, 16, 24, 32, 40, 48, 56, 64),
            new ModctlFields(0, 16, 24, 48, 56, 64, 72, 73, 74, 76, 80, 81, 82, 144),
            new ModuleFields(8, 72, 80, 88, 104, 112, 120, 128, 136, 144, 152, 168, 176, 216, 224, 272, 280, 288),
            new SectionFields(16, 32, 64));
    private static final BootstrapLayout NARROW = new BootstrapLayout(
            4,
            new DebugInfoFields(0, 4, 8, 12, 16, 20, 24, 28, 32, 36),
            new ModctlFields(0, 8, 12, 24, 28, 32, 36, 37, 38, 40, 44, 45, 46, 80),
            new ModuleFields(4, 56, 60, 64, 72, 76, 80, 84, 88, 92, 96, 104, 108, 132, 136, 160, 164, 168),
            new SectionFields(12, 20, 40));

    /** The layout for a number of bytes in a pointer. */
    static BootstrapLayout of(int wordSize) {
        return wordSize == Long.BYTES ? WIDE : NARROW;
    }
}
