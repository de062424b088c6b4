package dev.xmdb.target.guest.linux.report;

import dev.xmdb.target.guest.GuestObject;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.module.LinuxModule;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.types.TypeDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The kernel and its modules: where their code is, and which build they are of. */
final class KernelObjects {
    static final String KERNEL = "vmlinux";
    private static final int LONGEST_VERSION = 128;

    private final LinuxGuest guest;

    KernelObjects(LinuxGuest guest) {
        this.guest = guest;
    }

    List<GuestObject> all() {
        var objects = new ArrayList<GuestObject>();
        OptionalLong start = guest.kallsyms().valueOf("_text");
        OptionalLong end = guest.kallsyms().valueOf("_etext");
        if (start.isPresent() && end.isPresent()) {
            objects.add(new GuestObject(
                    KERNEL,
                    start.getAsLong(),
                    end.getAsLong() - start.getAsLong(),
                    new KernelNames(guest).release().orElse("")));
        }
        // The kernel's list begins with the module that was loaded last.
        for (LinuxModule module : guest.modules().all().reversed()) {
            long size = module.parts().stream()
                    .filter(LinuxModule.Part::code)
                    .mapToLong(LinuxModule.Part::size)
                    .findFirst()
                    .orElse(0);
            objects.add(new GuestObject(module.name(), module.base(), size, version(module)));
        }
        return List.copyOf(objects);
    }

    /** What a module's source says, else the checksum of its source: both only where its author or the kernel's builder wanted them. */
    private String version(LinuxModule module) {
        try {
            StructLayout layout = guest.types().layout("struct module");
            StructView view = layout.at(guest.memory(), module.address());
            return text(layout, view, "version")
                    .or(() -> text(layout, view, "srcversion").map(sum -> "srcversion " + sum))
                    .orElse("");
        } catch (TypeDataException untold) {
            return "";
        }
    }

    private Optional<String> text(StructLayout layout, StructView view, String member) {
        try {
            long at = layout.has(member) ? view.number(member) : 0;
            return at == 0
                    ? Optional.empty()
                    : Optional.of(StructView.text(guest.memory(), at, LONGEST_VERSION))
                            .filter(text -> !text.isBlank());
        } catch (MemoryFaultException lost) {
            return Optional.empty();
        }
    }
}
