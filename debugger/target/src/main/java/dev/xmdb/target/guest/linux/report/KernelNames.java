package dev.xmdb.target.guest.linux.report;

import dev.xmdb.target.guest.GuestIdentity;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.VmCoreInfo;
import dev.xmdb.target.guest.linux.variable.ReadableVariables;
import dev.xmdb.target.types.TypeDataException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** The names that a kernel tells by uname: those of its first UTS namespace. */
final class KernelNames {
    /** Bytes of each of the names. */
    private static final int NAME = 65;

    private static final int FARTHEST_NAME = 64;
    private static final int SYSTEM = 0;
    private static final int NODE = 1;
    private static final int RELEASE = 2;
    private static final int VERSION = 3;
    private static final int MACHINE = 4;

    private final LinuxGuest guest;
    private final ReadableVariables variables;

    KernelNames(LinuxGuest guest) {
        this.guest = guest;
        this.variables = ReadableVariables.of(guest);
    }

    Optional<String> release() {
        return guest.coreInfo().flatMap(VmCoreInfo::release).or(() -> name(RELEASE));
    }

    Optional<String> version() {
        return name(VERSION);
    }

    Optional<String> node() {
        return name(NODE);
    }

    /** All of them; what the kernel's memory does not tell, its banner does, apart from the host's name. */
    GuestIdentity identity() {
        String banner = guest.banner();
        String machine = name(MACHINE).orElse(guest.image().wordSize() == Long.BYTES ? "x86_64" : "i686");
        return new GuestIdentity(
                name(SYSTEM).orElse("Linux"),
                node().orElse(""),
                release()
                        .orElseGet(
                                () -> banner.replaceFirst("^Linux version ", "").replaceFirst(" .*", "")),
                version()
                        .orElseGet(() -> banner.substring(Math.max(0, banner.indexOf('#')))
                                .strip()),
                machine,
                machine,
                "xen");
    }

    /** One of the names by its place among them. */
    private Optional<String> name(int place) {
        OptionalLong names = guest.kallsyms().valueOf("init_uts_ns");
        OptionalLong offset = namesOffset();
        return names.isEmpty() || offset.isEmpty()
                ? Optional.empty()
                : variables.text(names.getAsLong() + offset.getAsLong() + (long) place * NAME, NAME);
    }

    /** Where the names begin in their structure: by what the kernel tells, else where the first of them is, which is always the same. */
    private OptionalLong namesOffset() {
        OptionalLong told = guest.coreInfo().stream()
                .flatMapToLong(info -> info.offset("uts_namespace.name").stream())
                .findFirst();
        if (told.isPresent()) {
            return told;
        }
        try {
            return OptionalLong.of(
                    guest.types().layout("struct uts_namespace").member("name").offset());
        } catch (TypeDataException untold) {
            long start = guest.kallsyms().valueOf("init_uts_ns").orElse(0);
            return LongStream.iterate(0, offset -> offset <= FARTHEST_NAME, offset -> offset + Integer.BYTES)
                    .filter(offset -> variables.text(start + offset, NAME).equals(Optional.of("Linux")))
                    .findFirst();
        }
    }
}
