package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.Suggestions;
import dev.xmdb.engine.output.Column;
import dev.xmdb.engine.output.Table;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.GuestMapping;
import dev.xmdb.target.guest.GuestObject;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is where in the kernel's address space: {@code ::objects ::mappings $m}. */
final class ObjectDcmds {
    /** What mdb prints for a version that is not known. */
    static final String NO_VERSION = "Unknown";

    private static final Table RANGES = Table.of(
            Column.of("BASE", "%?p").pipes(),
            Column.of("LIMIT", "%?p"),
            Column.of("SIZE", "%?x"),
            Column.of("NAME", "%s"));
    static final Table VERSIONS = Table.of(Column.of("NAME", "%-28s"), Column.of("VERSION", "%s"));

    private static final DcmdSpec OBJECTS = DcmdSpec.named("objects")
            .summary("list the kernel and its modules")
            .option(OptionSpec.flag('v', "print the version of each"))
            .description(
                    "Prints where the code of the kernel and of each loaded module begins and ends, its bytes, and its name, which may scope a symbol: name`symbol. "
                            + "With -v, the version instead: of a Solaris module the label of its type data; of a Linux module what its source says, else the "
                            + "source's checksum. Unknown stands where there is none. A pipe receives the first address.")
            .example("::objects", "lists them")
            .example("::objects -v", "lists their versions")
            .build();

    private static final DcmdSpec MAPPINGS = DcmdSpec.named("mappings", "$m")
            .summary("list the uses of the kernel's address space")
            .address(AddressUse.OPTIONAL)
            .operands("[name]")
            .description(
                    "Prints where each range begins and ends, its bytes, and its name: for Solaris the segments of kas, or, where they are not known, the code and data "
                            + "of each module, which a message says; for Linux the areas that its memory map names (direct map, vmalloc, vmemmap and so on), the sections of the kernel's "
                            + "image, and the memory of each module.\n\nWith an address, prints the ranges that hold it; with a name, those of that name, of which "
                            + "the first word is enough. A pipe receives the first address.")
            .example(LinuxGuest.KIND, "::mappings", "lists all")
            .example(LinuxGuest.KIND, "linux_banner::mappings", "the part of the kernel's image that has a symbol")
            .example(LinuxGuest.KIND, "::mappings vmlinux", "the sections of the kernel's image")
            .example(SolarisGuest.KIND, "::mappings genunix", "the code and data of a module")
            .build();

    private ObjectDcmds() {}

    static List<Dcmd> all() {
        return List.of(new Declared(OBJECTS, ObjectDcmds::objects), new Declared(MAPPINGS, ObjectDcmds::mappings));
    }

    private static Status objects(Invocation in) {
        List<GuestObject> objects = in.target().guest().objects();
        boolean versions = in.has('v');
        in.out().header(versions ? VERSIONS : RANGES);
        for (GuestObject object : objects) {
            in.checkInterrupted();
            if (versions) {
                version(in, object);
            } else {
                row(in, object.base(), object.size(), object.name());
            }
        }
        return Status.OK;
    }

    static void version(Invocation in, GuestObject object) {
        in.out()
                .row(
                        VERSIONS,
                        new Value.Text(SingleLine.of(object.name())),
                        new Value.Text(object.version().isEmpty() ? NO_VERSION : SingleLine.of(object.version())));
    }

    private static void row(Invocation in, long base, long size, String name) {
        in.out()
                .row(
                        RANGES,
                        new Value.Address(base),
                        new Value.Address(base + size),
                        new Value.Quantity(size),
                        new Value.Text(SingleLine.of(name)));
    }

    private static Status mappings(Invocation in) {
        List<String> words = Words.texts(in);
        if (words.size() > 1 || (!words.isEmpty() && in.hasAddress())) {
            return Status.USAGE;
        }
        var problems = new ArrayList<String>();
        var notes = new ArrayList<String>();
        List<GuestMapping> all = in.target().guest().mappings(problems::add, notes::add);
        List<GuestMapping> chosen = all;
        if (in.hasAddress()) {
            chosen = all.stream()
                    .filter(mapping -> mapping.contains(in.address()))
                    .toList();
            if (chosen.isEmpty()) {
                notes.forEach(in::warn);
                throw new DcmdException("failed to get mapping: no mapping for address");
            }
        } else if (!words.isEmpty()) {
            chosen = named(all, words.getFirst());
        } else {
            notes.forEach(in::warn);
        }
        in.out().header(RANGES);
        for (GuestMapping mapping : chosen) {
            in.checkInterrupted();
            row(in, mapping.base(), mapping.size(), mapping.name());
        }
        problems.forEach(in::warn);
        return problems.isEmpty() ? Status.OK : Status.ERROR;
    }

    private static List<GuestMapping> named(List<GuestMapping> all, String name) {
        List<GuestMapping> found = all.stream()
                .filter(mapping -> mapping.name().equals(name) || mapping.name().startsWith(name + " "))
                .toList();
        if (found.isEmpty()) {
            Set<String> names = new LinkedHashSet<>();
            all.forEach(mapping -> {
                names.add(mapping.name());
                names.add(mapping.name().split(" ", 2)[0]);
            });
            throw new DcmdException(
                    "failed to get mapping: unknown object file name", () -> Suggestions.word(name, names));
        }
        return found;
    }
}
