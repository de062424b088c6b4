package dev.xmdb.dcmds.core.search;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.search.MemorySearch;
import dev.xmdb.target.search.SearchRange;
import dev.xmdb.target.search.ValuePattern;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** {@code ::kgrep}: mdb's search for pointers. */
final class KgrepDcmd {
    private static final DcmdSpec KGREP = DcmdSpec.named("kgrep")
            .summary("search the kernel's memory for a pointer")
            .address(AddressUse.REQUIRED)
            .option(OptionSpec.flag('v', "print the value at each address too"))
            .option(OptionSpec.number('a', "minaddr", "only addresses from this one on"))
            .option(OptionSpec.number('A', "maxaddr", "only addresses below this one"))
            .option(OptionSpec.number('d', "dist", "values from the address up to, but not including, address + dist"))
            .option(OptionSpec.number('m', "mask", "values equal to the address in the bits of the mask"))
            .option(OptionSpec.number('M', "invmask", "values equal to the address in the bits that the mask lacks"))
            .option(OptionSpec.number('s', "size", "values of 1, 2, 4 or 8 bytes, not of a pointer's size"))
            .description(
                    "Prints every address in the kernel's half of the address space at which the value is that stands before the command, a pointer's size wide "
                            + "and aligned to its size. Each page is searched as often as it is mapped, so what is in a kernel's image and in its map of all memory is found twice. "
                            + "A pipe receives the addresses; ::search looks elsewhere and for other things.")
            .example(LinuxGuest.KIND, "init_task::kgrep", "who points to the first task")
            .example(LinuxGuest.KIND, "init_task::kgrep -d 100 -v", "pointers into its first 256 bytes, and which")
            .example(SolarisGuest.KIND, "p0::kgrep", "who points to the first process")
            .build();

    private KgrepDcmd() {}

    static Dcmd dcmd() {
        return new Declared(KGREP, KgrepDcmd::kgrep);
    }

    private static Status kgrep(Invocation in) {
        long masks = Stream.of('d', 'm', 'M')
                .filter(letter -> in.number(letter).isPresent())
                .count();
        if (masks > 1) {
            in.warn("only one of -d, -m and -M may be specified");
            return Status.USAGE;
        }
        int size = size(in);
        long mask = in.number('M').isPresent()
                ? ~in.number('M').getAsLong()
                : in.number('m').orElse(-1);
        long distance = in.number('d').orElse(0);
        check(in, size, mask, distance);
        var pattern = new ValuePattern(in.address(), size, mask, distance, size);
        SearchPlace place = SearchPlace.kernel(in);
        List<SearchRange> ranges = ranges(in, place.whole());
        boolean valued = in.has('v') && !in.isPipeOutput();
        MemorySearch.Report report = MemorySearch.search(
                place.memory(),
                ranges,
                pattern,
                (address, length) -> {
                    in.out().emit(row(place.space(), address, size, valued));
                    return true;
                },
                in.effort());
        report.faults().forEach(in::warn);
        if (report.bytes() == 0) {
            in.warn("warning: nothing searched");
        }
        return report.faults().isEmpty() ? Status.OK : Status.ERROR;
    }

    private static Emission.Row row(AddressSpace space, long address, int size, boolean valued) {
        var fields = new Fields().address("address", address);
        String text = Long.toHexString(address);
        if (!valued) {
            return fields.row(text, address);
        }
        long value = read(space, address, size);
        return fields.address("value", value).row(text + ":\t" + Long.toHexString(value), address);
    }

    static long read(AddressSpace space, long address, int size) {
        return switch (size) {
            case Byte.BYTES -> space.readByte(address);
            case Short.BYTES -> space.readShort(address);
            case Integer.BYTES -> Integer.toUnsignedLong(space.readInt(address));
            default -> space.readLong(address);
        };
    }

    private static int size(Invocation in) {
        long size = in.number('s').orElse(in.target().wordSize());
        if (Long.compareUnsigned(size, Long.BYTES) > 0) {
            throw new DcmdException("sizes greater than 8 not supported");
        }
        if (Long.bitCount(size) != 1) {
            throw new DcmdException("size must be a power of 2");
        }
        return (int) size;
    }

    private static void check(Invocation in, int size, long mask, long distance) {
        long value = in.address();
        long most = -1L >>> (Long.SIZE - size * Byte.SIZE);
        if ((value & ~mask) != 0) {
            in.warn("warning: pattern does not match mask");
        }
        if ((value & ~most) != 0) {
            in.warn(String.format(
                    Locale.ROOT, "warning: pattern %x overflows requested size %d (max: %x)", value, size, most));
        }
        if (distance != 0 && ((distance & ~most) != 0 || Long.compareUnsigned(most - (distance - 1), value) < 0)) {
            throw new DcmdException(String.format(
                    Locale.ROOT, "pattern %x + distance %x overflows size %d (max: %x)", value, distance, size, most));
        }
    }

    private static List<SearchRange> ranges(Invocation in, SearchRange whole) {
        long first = in.number('a').orElse(0);
        long end = in.number('A').orElse(0);
        long from = Long.compareUnsigned(first, whole.first()) > 0 ? first : whole.first();
        long to = end != 0 && Long.compareUnsigned(end - 1, whole.last()) < 0 ? end - 1 : whole.last();
        return Long.compareUnsigned(from, to) <= 0 ? List.of(new SearchRange(from, to)) : List.of();
    }
}
