package dev.xmdb.target.guest.linux.vmalloc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An area of addresses in use.
 *
 * @param address its struct vmap_area
 * @param start first address
 * @param end the address after the last one, most areas' guard page included
 * @param description what is mapped there; empty for the areas of vm_map_ram() and for those that are being taken down
 */
public record VmallocArea(long address, long start, long end, Optional<Description> description) {

    /** Its bytes. */
    public long size() {
        return end - start;
    }

    /**
     * What the kernel's struct vm_struct says.
     *
     * @param address where it is
     * @param flags VM_ bits
     * @param pages the array of pointers to page structures; 0 when there is none
     * @param count how many
     * @param physical physical address that it maps, for device memory; 0 when none
     * @param caller the code that asked for it; 0 when not known
     */
    public record Description(long address, long flags, long pages, long count, long physical, long caller) {
        /** Words for flags, as /proc/vmallocinfo has them; others by number: bits from 0x400 on changed their meaning in 5.18. */
        private static final List<Word> WORDS = List.of(
                new Word(0x1, "ioremap"),
                new Word(0x2, "vmalloc"),
                new Word(0x4, "vmap"),
                new Word(0x8, "user"),
                new Word(0x10, "dma-coherent"),
                new Word(0x20, "uninitialized"),
                new Word(0x40, "no-guard"),
                new Word(0x80, "kasan"),
                new Word(0x100, "flush"),
                new Word(0x200, "map-put-pages"));

        private record Word(long bit, String text) {}

        /** Whether its pages were allocated for it, and are nothing else's. */
        public boolean owns() {
            return (flags & 0x2) != 0;
        }

        /** Words for the flags that are set. */
        public List<String> words() {
            var words = new ArrayList<String>();
            long rest = flags;
            for (Word each : WORDS) {
                if ((flags & each.bit()) != 0) {
                    words.add(each.text());
                    rest &= ~each.bit();
                }
            }
            if (rest != 0) {
                words.add("0x" + Long.toHexString(rest));
            }
            return words;
        }
    }
}
