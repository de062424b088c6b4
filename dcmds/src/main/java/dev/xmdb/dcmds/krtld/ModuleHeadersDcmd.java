package dev.xmdb.dcmds.krtld;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.target.guest.solaris.ModuleControl;
import dev.xmdb.target.guest.solaris.ModuleControls;
import dev.xmdb.target.guest.solaris.ModuleHeaders;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code ::modhdrs}. */
final class ModuleHeadersDcmd {
    private static final Map<Integer, String> TYPES = Map.ofEntries(
            Map.entry(0, "SHT_NULL"),
            Map.entry(1, "SHT_PROGBITS"),
            Map.entry(2, "SHT_SYMTAB"),
            Map.entry(3, "SHT_STRTAB"),
            Map.entry(4, "SHT_RELA"),
            Map.entry(5, "SHT_HASH"),
            Map.entry(6, "SHT_DYNAMIC"),
            Map.entry(7, "SHT_NOTE"),
            Map.entry(8, "SHT_NOBITS"),
            Map.entry(9, "SHT_REL"),
            Map.entry(10, "SHT_SHLIB"),
            Map.entry(11, "SHT_DYNSYM"));
    private static final List<String> FLAGS = List.of("SHF_WRITE", "SHF_ALLOC", "SHF_EXECINSTR");

    static final Dcmd DCMD = new Declared(
            DcmdSpec.named("modhdrs")
                    .summary("print the ELF header and the section headers of a module")
                    .address(AddressUse.REQUIRED)
                    .guest(SolarisGuest.KIND)
                    .description(
                            "Given the address of a modctl structure, prints the headers that the kernel kept of the file which the module was "
                                    + "loaded from.")
                    .example("modules::modhdrs", "prints the headers of unix")
                    .build(),
            ModuleHeadersDcmd::run);

    private ModuleHeadersDcmd() {}

    private static Status run(Invocation in) {
        var controls = new ModuleControls(SolarisKernel.of(in.target()));
        ModuleControl control =
                Reading.of("modctl at " + Long.toHexString(in.address()), () -> controls.control(in.address()));
        if (control.module() == 0) {
            throw new DcmdException("module " + control.name() + " is not loaded");
        }
        String what = "module at " + Long.toHexString(control.module());
        ModuleHeaders headers = Reading.of(what, () -> controls.headers(control));
        ModuleHeaders.Header header = Reading.of(what, headers::read);
        in.out()
                .emit(new Fields()
                        .text("module", control.name())
                        .address("ei_magic", Integer.toUnsignedLong(header.magic()))
                        .quantity("ei_class", header.elfClass())
                        .quantity("ei_data", header.data())
                        .quantity("e_machine", header.machine())
                        .quantity("e_version", header.version())
                        .quantity("e_type", header.type())
                        .quantity("e_flags", header.flags())
                        .address("e_entry", header.entry())
                        .quantity("e_ehsize", header.size())
                        .quantity("e_shstrndx", header.names())
                        .address("e_shoff", header.sectionHeaders())
                        .quantity("e_shentsize", header.sectionSize())
                        .quantity("e_shnum", header.sections())
                        .address("e_phoff", header.programHeaders())
                        .quantity("e_phentsize", header.programSize())
                        .quantity("e_phnum", header.programs())
                        .row(text(header)));
        // A kernel that kept no section headers has no address for them, whatever the file's header counts.
        for (int i = 0; headers.sections() != 0 && i < header.sections(); i++) {
            in.checkInterrupted();
            int index = i;
            ModuleHeaders.Section section = Reading.of(
                    "section header " + i + " at " + Long.toHexString(headers.sections()),
                    () -> headers.section(index));
            in.out()
                    .emit(new Fields()
                            .quantity("section", i)
                            .text("type", type(section))
                            .texts("flags", flags(section))
                            .address("address", section.address())
                            .quantity("size", section.size())
                            .row(text(i, section)));
        }
        return Status.OK;
    }

    private static String text(ModuleHeaders.Header header) {
        int magic = header.magic();
        return String.join(
                "\n",
                "",
                "ELF Header",
                String.format(
                        Locale.ROOT,
                        "  ei_magic:  { 0x%02x, %c, %c, %c }",
                        magic & 0xff,
                        magic >>> 8 & 0xff,
                        magic >>> 16 & 0xff,
                        magic >>> 24),
                String.format(Locale.ROOT, "  ei_class:  %-18d      ei_data: %-16d", header.elfClass(), header.data()),
                String.format(
                        Locale.ROOT, "  e_machine: %-18d    e_version: %-16d", header.machine(), header.version()),
                String.format(Locale.ROOT, "  e_type:    %-18d", header.type()),
                String.format(Locale.ROOT, "  e_flags:   %-18d", header.flags()),
                place("e_entry:   ", header.entry(), "e_ehsize:    ", header.size(), "e_shstrndx: ", header.names()),
                place(
                        "e_shoff:   ",
                        header.sectionHeaders(),
                        "e_shentsize: ",
                        header.sectionSize(),
                        "e_shnum:    ",
                        header.sections()),
                place(
                        "e_phoff:   ",
                        header.programHeaders(),
                        "e_phentsize: ",
                        header.programSize(),
                        "e_phnum:    ",
                        header.programs()));
    }

    private static String place(String name, long value, String sizeName, int size, String lastName, int last) {
        return String.format(Locale.ROOT, "  %s0x%16x  %s%8d  %s%d", name, value, sizeName, size, lastName, last);
    }

    private static String text(int index, ModuleHeaders.Section section) {
        return String.join(
                "\n",
                "",
                String.format(Locale.ROOT, "Section Header[%d]:", index),
                String.format(
                        Locale.ROOT,
                        "    sh_addr:      0x%-16x  sh_flags:   [ %s ]",
                        section.address(),
                        String.join(",", flags(section))),
                String.format(
                        Locale.ROOT, "    sh_size:      0x%-16x  sh_type:    [ %s ]", section.size(), type(section)),
                String.format(
                        Locale.ROOT,
                        "    sh_offset:    0x%-16x  sh_entsize: 0x%x",
                        section.offset(),
                        section.entrySize()),
                String.format(
                        Locale.ROOT, "    sh_link:      0x%-16x  sh_info:    0x%x", section.link(), section.info()),
                String.format(Locale.ROOT, "    sh_addralign: 0x%-16x", section.alignment()));
    }

    private static String type(ModuleHeaders.Section section) {
        return TYPES.getOrDefault(section.type(), "0x" + Integer.toHexString(section.type()));
    }

    private static List<String> flags(ModuleHeaders.Section section) {
        var names = new ArrayList<String>();
        for (int bit = 0; bit < FLAGS.size(); bit++) {
            if ((section.flags() >>> bit & 1) != 0) {
                names.add(FLAGS.get(bit));
            }
        }
        return names;
    }
}
