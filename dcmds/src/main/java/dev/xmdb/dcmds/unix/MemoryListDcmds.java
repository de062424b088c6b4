package dev.xmdb.dcmds.unix;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.engine.output.Column;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Table;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.hat.MemoryLists;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ::memlist}, {@code ::memseg_list} and the walker {@code memseg}. */
final class MemoryListDcmds {
    private static final Table RANGES =
            Table.of(new Column("ADDR", "addr", "%0?x", true), Column.of("BASE", "%16x"), Column.of("SIZE", "%16x"));
    private static final Table SEGMENTS = Table.of(
            new Column("ADDR", "addr", "%0?x", true),
            Column.of("PAGES", "%0?x"),
            Column.of("EPAGES", "%0?x"),
            Column.of("BASE", "%0?x"),
            Column.of("END", "%0?x"));

    private static final DcmdSpec MEMLIST = DcmdSpec.named("memlist")
            .summary("print the kernel's lists of memory")
            .option(OptionSpec.flag('i', "physical memory that is installed; without any option"))
            .option(OptionSpec.flag('a', "physical memory that is available"))
            .option(OptionSpec.flag('v', "virtual memory that is available"))
            .description(
                    "Prints the ranges of phys_install, phys_avail and virt_avail: the address of the list's element, the first address of the range and its bytes. "
                            + "A pipe receives the addresses of the elements.")
            .example("::memlist", "the memory that is installed")
            .example("::memlist -ia", "and what is available of it")
            .guest(SolarisGuest.KIND)
            .build();

    private static final DcmdSpec MEMSEG_LIST = DcmdSpec.named("memseg_list")
            .summary("print the segments of page structures")
            .address(AddressUse.OPTIONAL)
            .description(
                    "Prints every memseg, or the one at an address: its page structures and the guest frames that they stand for. A pipe receives the addresses.")
            .example("::help memseg_list", "this text; the segments themselves need a kernel that has them")
            .guest(SolarisGuest.KIND)
            .build();

    private MemoryListDcmds() {}

    static List<Dcmd> all() {
        return List.of(
                new Declared(MEMLIST, MemoryListDcmds::memlist), new Declared(MEMSEG_LIST, MemoryListDcmds::memsegs));
    }

    private static Status memlist(Invocation in) {
        var lists = new MemoryLists(SolarisKernel.of(in.target()));
        List<String> names = new ArrayList<>();
        if (in.has('i') || !(in.has('a') || in.has('v'))) {
            names.add("phys_install");
        }
        if (in.has('a')) {
            names.add("phys_avail");
        }
        if (in.has('v')) {
            names.add("virt_avail");
        }
        boolean sound = true;
        for (String name : names) {
            if (!in.isPipeOutput()) {
                in.out().emit(new Emission.Header(name + ":"));
            }
            in.out().header(RANGES);
            Optional<String> fault = lists.ranges(name, range -> {
                in.out()
                        .row(
                                RANGES,
                                new Value.Address(range.at()),
                                new Value.Address(range.address()),
                                new Value.Address(range.size()));
                return true;
            });
            fault.ifPresent(in::warn);
            sound &= fault.isEmpty();
        }
        return sound ? Status.OK : Status.ERROR;
    }

    private static Status memsegs(Invocation in) {
        var lists = new MemoryLists(SolarisKernel.of(in.target()));
        in.out().header(SEGMENTS);
        Optional<String> fault = lists.segments(in.hasAddress() ? in.address() : 0, segment -> {
            in.out()
                    .row(
                            SEGMENTS,
                            new Value.Address(segment.at()),
                            new Value.Address(segment.pages()),
                            new Value.Address(segment.endOfPages()),
                            new Value.Address(segment.base()),
                            new Value.Address(segment.end()));
            return !in.hasAddress();
        });
        fault.ifPresent(in::warn);
        return fault.isEmpty() ? Status.OK : Status.ERROR;
    }

    /** The walker {@code memseg}. */
    static Walker walker() {
        return new Walker() {
            @Override
            public String name() {
                return "memseg";
            }

            @Override
            public String summary() {
                return "every segment of page structures";
            }

            @Override
            public AddressUse address() {
                return AddressUse.OPTIONAL;
            }

            @Override
            public Optional<String> guest() {
                return Optional.of(SolarisGuest.KIND);
            }

            @Override
            public void walk(Walk walk) {
                new MemoryLists(SolarisKernel.of(walk.target()))
                        .segments(walk.start().orElse(0), segment -> walk.deliver(segment.at()))
                        .ifPresent(walk::warn);
            }
        };
    }
}
