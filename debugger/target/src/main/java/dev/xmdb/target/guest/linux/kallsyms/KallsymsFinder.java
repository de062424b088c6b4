package dev.xmdb.target.guest.linux.kallsyms;

import dev.xmdb.target.guest.linux.image.KernelImage;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the symbol table of a kernel that is mapped. Nothing in memory says where it is, and its parts changed their order and widths
 * from one version to the next, so it is recognised by what must hold between them: the tokens of the digits follow each other, every
 * offset of a token fits the one before, markers rise by the sizes of names, and the count before the names leads exactly to them.
 */
public final class KallsymsFinder {
    private static final int CHUNK = 1 << 20;
    private static final int STEP = 4;
    /** A sound kernel has a dozen places that look like the digits, and one or two that are a table of tokens. */
    private static final int MOST_HITS = 4096;

    private static final int MOST_TABLES = 8;

    private final AddressSpace memory;
    private final Predicate<Kallsyms> proof;
    private int hits;
    private int tables;

    /**
     * A finder.
     *
     * @param memory the kernel's address space
     * @param proof whether symbols lead to what they name; of several tables and ways to read one, the first to pass is taken
     */
    public KallsymsFinder(AddressSpace memory, Predicate<Kallsyms> proof) {
        this.memory = memory;
        this.proof = proof;
    }

    /** The table in some mapped memory. */
    public Optional<Kallsyms> find(List<KernelImage.Range> ranges) {
        return ranges.stream().flatMap(range -> find(range).stream()).findFirst();
    }

    private Optional<Kallsyms> find(KernelImage.Range range) {
        byte[] sought = Tokens.DIGITS;
        byte[] chunk = new byte[(int) Math.min(CHUNK, range.end() - range.start())];
        for (long at = range.start();
                at < range.end() - sought.length;
                at += Math.max(1, chunk.length - sought.length)) {
            int length = (int) Math.min(chunk.length, range.end() - at);
            memory.read(at, chunk, 0, length);
            for (int hit = next(chunk, 0, length); hit >= 0; hit = next(chunk, hit + 1, length)) {
                if (isTired()) {
                    return Optional.empty();
                }
                Optional<Kallsyms> found = at(at + hit);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** Whether so much was looked at in vain that the memory is none of a sound kernel. */
    public boolean isTired() {
        return hits >= MOST_HITS || tables > MOST_TABLES;
    }

    /** The table whose digits are at an address; empty when it is none. */
    public Optional<Kallsyms> at(long digits) {
        hits++;
        return around(digits);
    }

    /** Bytes of the digits that a table is recognised by. */
    public static int digits() {
        return Tokens.DIGITS.length;
    }

    /**
     * The place of the digits in a chunk from an index on, or -1. Looks at where the last digit would be, and jumps by what it finds.
     *
     * @param length how many bytes of the chunk there are
     */
    public static int next(byte[] chunk, int from, int length) {
        int last = Tokens.DIGITS.length - 2;
        for (int at = from; at + last + 1 < length; ) {
            int mark = chunk[at + last];
            int before = chunk[at + last - 1];
            if (mark == '9' && matches(chunk, at)) {
                return at;
            }
            if (mark >= '0' && mark < '9') {
                at += last - 2 * (mark - '0');
            } else if (mark == 0 && before >= '0' && before < '9') {
                at += last - 1 - 2 * (before - '0');
            } else {
                at += last + 1;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] chunk, int at) {
        for (int each = 0; each < Tokens.DIGITS.length; each++) {
            if (chunk[at + each] != Tokens.DIGITS[each]) {
                return false;
            }
        }
        return true;
    }

    private Optional<Kallsyms> around(long digits) {
        try {
            Optional<Tokens> tokens = Tokens.around(memory, digits);
            tables += tokens.isPresent() ? 1 : 0;
            Optional<Markers> markers = tokens.flatMap(found -> Markers.find(memory, found.table()));
            return markers.flatMap(found -> before(tokens.orElseThrow(), found));
        } catch (MemoryFaultException cutOff) {
            return Optional.empty();
        }
    }

    /** Goes down from the highest place at which the names may begin, to the one that the count before it proves. */
    private Optional<Kallsyms> before(Tokens tokens, Markers markers) {
        long highest = (markers.address() - markers.last()) & -STEP;
        long lowest = highest - Names.LARGEST_BLOCK;
        for (long start = highest; start > lowest && memory.readable(start - 8, 8) == 8; start -= STEP) {
            for (long place : new long[] {start - 8, start - 4}) {
                long count = Integer.toUnsignedLong(memory.readInt(place));
                if (count > (long) Names.BLOCK * (markers.count() - 2)
                        && count <= (long) Names.BLOCK * (markers.count() + 1)) {
                    Optional<Kallsyms> found = Names.read(memory, tokens, start, (int) count, markers)
                            .flatMap(names -> addressed(tokens, place, names));
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Kallsyms> addressed(Tokens tokens, long countAddress, Names names) {
        return AddressTable.candidates(memory, tokens, countAddress, names.count()).stream()
                .map(addresses -> new Kallsyms(countAddress, names, addresses))
                .filter(proof)
                .findFirst();
    }
}
