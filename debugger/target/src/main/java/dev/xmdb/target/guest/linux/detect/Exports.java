package dev.xmdb.target.guest.linux.detect;

import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.guest.linux.kallsyms.KernelSymbol;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a kernel exports to its modules: a table of symbols of its own, without sizes and kinds, for a kernel whose full table is lost.
 * An entry is three distances since Linux 5.4 (value, name, name space), each from where it is written; two from 4.19 on; two addresses
 * before that.
 */
final class Exports {
    private static final String KNOWN = "init_task";
    private static final int MOST = 1 << 17;
    private static final int LONGEST = 512;
    private static final int FEWEST = 64;

    private final AddressSpace memory;
    private final MappedBytes image;

    /** What an entry is made of. */
    private enum Form {
        DISTANCES_WITH_NAME_SPACE(12),
        DISTANCES(8),
        ADDRESSES(16);

        private final int size;

        Form(int size) {
            this.size = size;
        }

        /** Bytes of one part. */
        private int part() {
            return this == ADDRESSES ? Long.BYTES : Integer.BYTES;
        }

        private long read(AddressSpace memory, long at) {
            return this == ADDRESSES ? memory.readLong(at) : at + memory.readInt(at);
        }
    }

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
            for (Form form : Form.values()) {
                List<Long> places = form == Form.ADDRESSES ? image.holding(name + 1) : image.leadingTo(name + 1);
                for (long place : places) {
                    List<KernelSymbol> found = around(place - form.part(), form);
                    if (found.size() >= FEWEST) {
                        return found;
                    }
                }
            }
        }
        return List.of();
    }

    /** The entries before and behind one, as far as they lead to names. */
    private List<KernelSymbol> around(long known, Form form) {
        List<KernelSymbol> found = new ArrayList<>();
        long first = known;
        while (found.size() < MOST && add(first - form.size, form, found)) {
            first -= form.size;
        }
        long next = known;
        while (found.size() < MOST && add(next, form, found)) {
            next += form.size;
        }
        return found;
    }

    private boolean add(long entry, Form form, List<KernelSymbol> found) {
        try {
            long value = form.read(memory, entry);
            long nameAt = entry + form.part();
            long place = form.read(memory, nameAt);
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
