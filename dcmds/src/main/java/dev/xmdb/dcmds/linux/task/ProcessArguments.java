package dev.xmdb.dcmds.linux.task;

import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.dump.Frames;
import dev.xmdb.target.Target;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.paging.Translation;
import dev.xmdb.target.types.StructView;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The arguments that a process was started with, read in its own address space. */
final class ProcessArguments {
    private static final int LONGEST = 4096;

    private final Target target;
    private final LinuxGuest guest;

    ProcessArguments(Target target) {
        this.target = target;
        this.guest = LinuxKernel.of(target);
    }

    /** The arguments with a blank between them; empty when the process has none, or they are not in memory. */
    Optional<String> of(LinuxTask task) {
        if (task.memory() == 0) {
            return Optional.empty();
        }
        try {
            StructView mm = guest.types().layout("struct mm_struct").at(guest.memory(), task.memory());
            long start = mm.number("arg_start");
            long length = Math.min(mm.number("arg_end") - start, LONGEST);
            Optional<AddressSpace> own = space(mm.number("pgd"));
            if (length <= 0 || own.isEmpty()) {
                return Optional.empty();
            }
            byte[] bytes = new byte[(int) length];
            own.get().read(start, bytes, 0, bytes.length);
            String text = new String(bytes, StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ')
                    .strip();
            return Optional.of(SingleLine.of(text)).filter(words -> !words.isEmpty());
        } catch (MemoryFaultException notThere) {
            return Optional.empty();
        }
    }

    private Optional<AddressSpace> space(long table) {
        return guest.memory().translate(table).outcome() instanceof Translation.Outcome.Mapped mapped
                ? Optional.of(target.virtual(
                        mapped.frame() << Frames.PAGE_SHIFT, guest.memory().mode()))
                : Optional.empty();
    }
}
