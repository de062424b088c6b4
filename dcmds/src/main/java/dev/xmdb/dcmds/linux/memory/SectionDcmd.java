package dev.xmdb.dcmds.linux.memory;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Column;
import dev.xmdb.engine.output.Table;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.page.PageArray;
import dev.xmdb.target.guest.linux.page.Sections;
import java.util.List;

/** {@code ::memseg_list}. */
final class SectionDcmd {
    private static final Table SECTIONS = Table.of(
            new Column("ADDR", "addr", "%0?x", true),
            Column.of("PAGES", "%0?x"),
            Column.of("EPAGES", "%0?x"),
            Column.of("BASE", "%0?x"),
            Column.of("END", "%0?x"));

    private static final DcmdSpec SPEC = DcmdSpec.named("memseg_list")
            .summary("print the sections of memory that have page structures")
            .address(AddressUse.OPTIONAL)
            .guest(LinuxGuest.KIND)
            .description(
                    "Prints every section of memory that has page structures, or the one whose struct mem_section is at an address: the first page structure and the "
                            + "end of them, and the frames that they stand for. A pipe receives the addresses.")
            .example("::memseg_list", "every section")
            .example("::walk memseg | ::memseg_list", "the same by a walk")
            .build();

    private SectionDcmd() {}

    static Dcmd dcmd() {
        return new Declared(SPEC, SectionDcmd::run);
    }

    private static Status run(Invocation in) {
        PageArray pages = PageArray.of(LinuxKernel.of(in.target()));
        List<Sections.Section> shown = pages.sections().all().stream()
                .filter(section -> !in.hasAddress() || section.address() == in.address())
                .toList();
        if (in.hasAddress() && shown.isEmpty()) {
            throw new DcmdException(Long.toHexString(in.address()) + " is not the address of a section with pages");
        }
        in.out().header(SECTIONS);
        for (Sections.Section section : shown) {
            in.out()
                    .row(
                            SECTIONS,
                            new Value.Address(section.address()),
                            new Value.Address(pages.addressOf(section.start())),
                            new Value.Address(pages.addressOf(section.end())),
                            new Value.Address(section.start()),
                            new Value.Address(section.end()));
        }
        pages.sections().problems().forEach(in::warn);
        return pages.sections().problems().isEmpty() ? Status.OK : Status.ERROR;
    }
}
