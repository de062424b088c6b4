package dev.xmdb.dcmds.linux.process;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.file.Inode;
import dev.xmdb.target.guest.linux.file.OpenFile;
import dev.xmdb.target.guest.linux.file.TaskFiles;
import java.util.Locale;
import java.util.Optional;

/** {@code ::files}. */
final class FilesDcmd {
    /** What the name means where there is no task. */
    private static final String OF_SYMBOLS = "$f";

    private static final DcmdSpec SPEC = DcmdSpec.named("files", "pfiles")
            .summary("print the files that a task has open")
            .address(AddressUse.OPTIONAL)
            .operands("[object]")
            .guest(LinuxGuest.KIND)
            .description(
                    "Prints the root directory, the working directory and the program of the task whose task_struct is at the address, and a line for each file that it has open: its number, "
                            + "its struct file, its inode's number, what it is (REG a regular file, DIR a directory, CHR and BLK devices, FIFO a pipe, SOCK a socket, LNK a "
                            + "symbolic link, ANON what has no type), how it was opened, and its path, or what the kernel calls what has none: the same as in "
                            + "/proc/PID/fd.\n\n"
                            + "How it was opened: r and w, a to append, n not to wait, c closed when another program starts, d past the page cache, s each write waits, t a "
                            + "file without a name, p a path only. A pipe receives the addresses of the struct files.\n\n"
                            + "Without an address it is $f, which lists the source files that symbol tables name, those of one object when that is given.")
            .example("0t1::pid2proc | ::files", "the files of init")
            .example("::walk proc | ::files", "those of every process")
            .build();

    private FilesDcmd() {}

    static Dcmd dcmd() {
        return new Declared(SPEC, FilesDcmd::run);
    }

    private static Status run(Invocation in) {
        if (!in.hasAddress()) {
            return in.session().dcmd(OF_SYMBOLS).orElseThrow().run(in);
        }
        if (!in.arguments().isEmpty()) {
            return Status.USAGE;
        }
        var process = new ChosenProcess(in);
        TaskFiles files = TaskFiles.of(process.guest());
        if (!in.isPipeOutput()) {
            if (!in.isLoop() || in.isLoopFirst()) {
                in.out()
                        .emit(new Emission.Header(String.format(
                                Locale.ROOT,
                                "%7s %5s %16s %10s %-4s %-5s PATH",
                                "PID",
                                "FD",
                                "FILE",
                                "INODE",
                                "TYPE",
                                "FLAGS")));
            }
            place(in, process, "root", files.rootDirectory(in.address(), process::problem));
            place(in, process, "cwd", files.workingDirectory(in.address(), process::problem));
            if (process.task().memory() != 0) {
                place(in, process, "exe", process.space().program(process::problem));
            }
        }
        for (OpenFile file : files.open(in.address(), process::problem)) {
            in.checkInterrupted();
            emit(in, process, file);
        }
        return process.tell();
    }

    private static void place(Invocation in, ChosenProcess process, String what, Optional<String> path) {
        path.map(SingleLine::of)
                .ifPresent(name -> in.out()
                        .emit(new Fields()
                                .quantity("pid", process.task().pid())
                                .text("what", what)
                                .text("path", name)
                                .row(String.format(
                                        Locale.ROOT,
                                        "%7d %5s %16s %10s %-4s %-5s %s",
                                        process.task().pid(),
                                        what,
                                        "-",
                                        "-",
                                        "-",
                                        "-",
                                        name))));
    }

    private static void emit(Invocation in, ChosenProcess process, OpenFile file) {
        Optional<Inode> inode = file.inode();
        String kind = inode.map(own -> own.kind().name()).orElse("?");
        String opened = OpenFlags.text(file.flags(), file.closesOnExec());
        String path = SingleLine.of(file.path());
        String text = String.format(
                Locale.ROOT,
                "%7d %5d %016x %10s %-4s %-5s %s",
                process.task().pid(),
                file.descriptor(),
                file.address(),
                inode.map(own -> Long.toUnsignedString(own.number())).orElse("?"),
                kind,
                opened,
                path);
        in.out()
                .emit(new Fields()
                        .quantity("pid", process.task().pid())
                        .text("what", "fd")
                        .quantity("fd", file.descriptor())
                        .address("file", file.address())
                        .add(
                                "inode",
                                inode.<Value>map(own -> new Value.Quantity(own.number()))
                                        .orElse(new Value.Absent()))
                        .text("type", kind)
                        .text("flags", opened)
                        .add("open", new Value.Flags(file.flags(), OpenFlags.names(file.flags(), file.closesOnExec())))
                        .quantity("position", file.position())
                        .text("path", path)
                        .row(text, file.address()));
    }
}
