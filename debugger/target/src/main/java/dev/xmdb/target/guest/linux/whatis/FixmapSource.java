package dev.xmdb.target.guest.linux.whatis;

import dev.xmdb.dump.Frames;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.whatis.LinuxOwner.Fixmap;
import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.whatis.AddressSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The fixed places at the end of the address space, numbered downwards from the top one. The top is the same in all 64-bit kernels; the
 * numbers are in the kernel's types.
 */
final class FixmapSource implements AddressSource<LinuxOwner> {
    private static final long TOP = 0xffff_ffff_ff7f_f000L;
    /** Where the modules end, and fixed places may begin. */
    private static final long FIRST = 0xffff_ffff_ff00_0000L;

    private final List<Type.Enumerator> places;

    FixmapSource(LinuxGuest guest) {
        // The last of several names for one number is a bound, like those that begin with an underscore.
        places = guest.types()
                .candidates(Optional.of(Tag.ENUM), "fixed_addresses")
                .filter(Type.Enumeration.class::isInstance)
                .flatMap(type -> ((Type.Enumeration) type).enumerators().stream())
                .filter(each -> !each.name().startsWith("__end"))
                .sorted(Comparator.comparingLong(Type.Enumerator::value))
                .toList();
    }

    @Override
    public String name() {
        return "fixmap";
    }

    @Override
    public boolean find(long address, Predicate<? super LinuxOwner> sink) {
        if (Long.compareUnsigned(address, FIRST) < 0
                || Long.compareUnsigned(address, TOP + Frames.PAGE_SIZE) >= 0
                || places.isEmpty()) {
            return true;
        }
        long number = (TOP + Frames.PAGE_SIZE - 1 - address) >>> Frames.PAGE_SHIFT;
        Type.Enumerator place = null;
        for (Type.Enumerator each : places) {
            if (each.value() <= number && (place == null || each.value() > place.value())) {
                place = each;
            }
        }
        if (place == null || number > places.getLast().value()) {
            return true;
        }
        return sink.test(new Fixmap(place.name(), TOP - number * Frames.PAGE_SIZE));
    }
}
