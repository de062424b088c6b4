package dev.xmdb.sim.solaris.kmem;

import java.util.List;

/**
 * A size of magazines.
 *
 * @param rounds buffers in a magazine
 * @param alignment of a magazine in bytes
 * @param smallest caches with chunks of up to this many bytes use larger magazines
 * @param largest caches with chunks of more bytes never come to use it
 */
public record MagazineType(int rounds, int alignment, int smallest, int largest) {
    /** Every type, in the order of the kernel's table. */
    public static final List<MagazineType> ALL = List.of(
            new MagazineType(1, 8, 3200, 65536),
            new MagazineType(3, 16, 256, 32768),
            new MagazineType(7, 32, 64, 16384),
            new MagazineType(15, 64, 0, 8192),
            new MagazineType(31, 64, 0, 4096),
            new MagazineType(47, 64, 0, 2048),
            new MagazineType(63, 64, 0, 1024),
            new MagazineType(95, 64, 0, 512),
            new MagazineType(143, 64, 0, 0));

    /** What a new cache uses. */
    static MagazineType of(int chunkSize) {
        return ALL.stream()
                .filter(each -> chunkSize > each.smallest())
                .findFirst()
                .orElse(ALL.getLast());
    }

    /** Name of the cache that its magazines come from. */
    public String cache() {
        return "kmem_magazine_" + rounds;
    }
}
