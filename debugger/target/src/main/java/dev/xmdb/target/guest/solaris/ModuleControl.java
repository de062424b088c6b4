package dev.xmdb.target.guest.solaris;

/**
 * What the kernel keeps of a module whether it is loaded or not (sys/modctl.h).
 *
 * @param address where it is
 * @param id the module's number
 * @param name its name; {@code ???} when it cannot be read
 * @param fileName the path it was loaded from; {@code ???} when it cannot be read
 * @param module address of its {@code struct module}; 0 when it is not loaded
 * @param linkage address of its {@code struct modlinkage}; 0 when it has none
 * @param references how many use it
 * @param loadFlags MOD_* flags
 * @param busy whether somebody works on it
 * @param wanted whether somebody waits for that to end
 * @param primary whether the kernel cannot run without it
 * @param loaded whether it is in memory
 * @param installed whether it was initialised
 */
public record ModuleControl(
        long address,
        int id,
        String name,
        String fileName,
        long module,
        long linkage,
        int references,
        int loadFlags,
        boolean busy,
        boolean wanted,
        boolean primary,
        boolean loaded,
        boolean installed) {}
