package dev.xmdb.target.guest.linux.slab;

import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeDataException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** How a page structure says that it is the first one of a slab. */
final class SlabMark {
    private SlabMark() {}

    static Predicate<ByteBuffer> of(LinuxGuest guest) {
        StructLayout page = guest.types().layout("struct page");
        OptionalLong flag = value(guest, "pageflags", "PG_slab");
        if (flag.isPresent()) {
            int at = (int) page.member("flags").offset();
            long bit = 1L << flag.getAsLong();
            return one -> (one.getLong(at) & bit) != 0;
        }
        int at = (int) page.member("page_type").offset();
        OptionalLong type = value(guest, "pagetype", "PGTY_slab");
        long top = type.orElseThrow(() -> new TypeDataException("the kernel's types do not tell what marks a slab"));
        return one -> (one.getInt(at) >>> 24) == top;
    }

    private static OptionalLong value(LinuxGuest guest, String enumeration, String name) {
        return guest.types()
                .candidates(Optional.of(Tag.ENUM), enumeration)
                .filter(Type.Enumeration.class::isInstance)
                .map(Type.Enumeration.class::cast)
                .flatMap(type -> type.enumerators().stream())
                .filter(each -> each.name().equals(name))
                .mapToLong(Type.Enumerator::value)
                .findFirst();
    }
}
