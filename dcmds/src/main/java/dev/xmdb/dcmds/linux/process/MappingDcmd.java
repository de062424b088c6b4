package dev.xmdb.dcmds.linux.process;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.Reading;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.dcmds.linux.task.Tasks;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.file.Inode;
import dev.xmdb.target.guest.linux.space.Mapping;
import dev.xmdb.target.guest.linux.space.MappingReader;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code ::vma}. */
final class MappingDcmd {
    private static final DcmdSpec SPEC = DcmdSpec.named("vma")
            .summary("print what is mapped in the address space of a process")
            .address(AddressUse.REQUIRED)
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.flag('f', "print the flags of each mapping too"))
            .description(
                    "Prints a line for everything that is mapped in the address space of the task whose task_struct is at the address, or for the one mapping whose vm_area_struct is at "
                            + "the address: that vm_area_struct, its range of addresses, what may be done there (r, w, x; s for shared, p for private), where it begins in its "
                            + "file, the file's device and inode, and the file's path, or what the kernel calls a mapping without a file: the same as in "
                            + "/proc/PID/maps.\n\n"
                            + "With -f also the flags, in the codes of /proc/PID/smaps: sh shared, mr mw me may be made readable, writable, executable, gd grows "
                            + "down, pf and mm pages without a struct page, lo locked, io a device's, sr and rr read in order and at random, dc not "
                            + "inherited, de does not grow, ac accounted, nr no swap set aside, ht huge pages, dd left out of core files, sd written to, "
                            + "hg and nh huge pages wanted and not, mg may be merged.")
            .example("0t1::pid2proc | ::vma", "what init has mapped")
            .example("0t1::pid2proc | ::walk vma | ::vma -f", "the same by a walk, with flags")
            .build();

    private MappingDcmd() {}

    static Dcmd dcmd() {
        return new Declared(SPEC, MappingDcmd::run);
    }

    private static Status run(Invocation in) {
        Tasks tasks = Tasks.of(in);
        if (tasks.find(in.address()).isEmpty()) {
            return one(in, tasks);
        }
        var process = new ChosenProcess(in);
        process.spaceIfAny().ifPresent(space -> {
            header(in);
            for (Mapping mapping : space.mappings(process::problem)) {
                in.checkInterrupted();
                emit(in, process.task(), mapping);
            }
        });
        return process.tell();
    }

    private static Status one(Invocation in, Tasks tasks) {
        var problems = new ArrayList<String>();
        MappingReader reader = MappingReader.of(LinuxKernel.of(in.target()));
        String what = "mapping at " + Long.toHexString(in.address());
        long space = Reading.of(what, () -> reader.spaceOf(in.address()));
        LinuxTask owner = tasks.all().stream()
                .filter(task -> space != 0 && task.memory() == space)
                .findFirst()
                .orElseThrow(() -> new DcmdException(
                        Long.toHexString(in.address()) + " is the address of no task and of no mapping of one"));
        Mapping mapping = Reading.of(what, () -> reader.read(in.address(), problems::add));
        if (!in.isLoop() || in.isLoopFirst()) {
            header(in);
        }
        emit(in, owner, mapping);
        problems.forEach(in::warn);
        return problems.isEmpty() ? Status.OK : Status.ERROR;
    }

    private static void header(Invocation in) {
        if (!in.isPipeOutput()) {
            in.out()
                    .emit(new Emission.Header(String.format(
                            Locale.ROOT,
                            "%16s %16s %16s PERM %8s %-6s %8s %sNAME",
                            "VMA",
                            "START",
                            "END",
                            "OFFSET",
                            "DEV",
                            "INODE",
                            in.has('f') ? "FLAGS " : "")));
        }
    }

    private static void emit(Invocation in, LinuxTask task, Mapping mapping) {
        Optional<Inode> inode = mapping.inode();
        List<String> codes = mapping.flags().codes();
        String name = SingleLine.of(mapping.name());
        String text = String.format(
                Locale.ROOT,
                "%016x %016x %016x %s %08x %02x:%02x %9d %s%s",
                mapping.address(),
                mapping.start(),
                mapping.end(),
                mapping.flags().permissions(),
                mapping.offset(),
                inode.map(Inode::major).orElse(0L),
                inode.map(Inode::minor).orElse(0L),
                inode.map(Inode::number).orElse(0L),
                in.has('f') ? String.join(",", codes) + " " : "",
                name);
        var fields = new Fields()
                .quantity("pid", task.tgid())
                .address("vma", mapping.address())
                .address("start", mapping.start())
                .address("end", mapping.end())
                .text("perm", mapping.flags().permissions())
                .address("offset", mapping.offset());
        fields.text(
                "dev",
                String.format(
                        Locale.ROOT,
                        "%02x:%02x",
                        inode.map(Inode::major).orElse(0L),
                        inode.map(Inode::minor).orElse(0L)));
        inode.ifPresent(own -> fields.quantity("major", own.major())
                .quantity("minor", own.minor())
                .quantity("inode", own.number()));
        in.out().emit(fields.texts("flags", codes).text("name", name).row(text.stripTrailing(), mapping.address()));
    }
}
