package dev.xmdb.target.guest.linux.detect;

import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.guest.linux.kallsyms.KernelSymbol;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a kernel exports to its modules: a table of symbols of its own, without sizes and kinds, for a kernel whose full table is lost.
 * An entry is three distances since Linux 5.4 (value, name, name space), each from where it is written; two from 4.19 on.
 */
final class Exports {
    private static final String KNOWN = "init_task";
    private static final int[] ENTRY_SIZES = {12, 8};
    private static final int MOST = 1 << 17;
    private static final int LONGEST = 512;
    private static final int FEWEST = 64;

    private final AddressSpace memory;
    private final MappedBytes image;
    private int entrySize;

    private Exports(AddressSpace memory, MappedBytes image) {
        this.memory = memory;
        this.image = image;
    }

    /** The exported symbols of a mapped kernel; none where no table is found. */
    static List<KernelSymbol> of(AddressSpace memory, MappedBytes image) {
        return new Exports(memory, image).all();
    }

    private List<KernelSymbol> all() {
        for (long name : image.all(("\0" + KNOWN + "\0").getBytes(StandardCharsets.ISO_8859_1))) {
            OptionalLong reference = image.leadingTo(name + 1);
            if (reference.isPresent()) {
                for (int size : ENTRY_SIZES) {
                    List<KernelSymbol> found = around(reference.getAsLong() - Integer.BYTES, size);
                    if (found.size() >= FEWEST) {
                        return found;
                    }
                }
            }
        }
        return List.of();
    }

    /** The entries before and behind one, as far as they lead to names. */
    private List<KernelSymbol> around(long known, int size) {
        entrySize = size;
        List<KernelSymbol> found = new ArrayList<>();
        long first = known;
        while (found.size() < MOST && add(first - entrySize, found)) {
            first -= entrySize;
        }
        long next = known;
        while (found.size() < MOST && add(next, found)) {
            next += entrySize;
        }
        return found;
    }

    private boolean add(long entry, List<KernelSymbol> found) {
        try {
            long value = entry + memory.readInt(entry);
            long nameAt = entry + Integer.BYTES;
            long place = nameAt + memory.readInt(nameAt);
            if (!KernelImage.mayHold(place) || place == nameAt) {
                return false;
            }
            String name = StructView.text(memory, place, LONGEST);
            if (!isName(name)) {
                return false;
            }
            found.add(new KernelSymbol(name, 'T', value));
            return true;
        } catch (MemoryFaultException end) {
            return false;
        }
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() < LONGEST
                && text.chars()
                        .allMatch(each -> each == '_'
                                || each == '.'
                                || each == '$'
                                || (each < 0x7f && Character.isLetterOrDigit(each)));
    }
}
