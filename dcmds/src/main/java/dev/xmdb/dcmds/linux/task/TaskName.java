package dev.xmdb.dcmds.linux.task;

import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.target.guest.linux.task.LinuxTask;

/** What tasks are called: threads of the kernel's own stand in brackets. */
final class TaskName {
    private TaskName() {}

    static String of(LinuxTask task) {
        String name = SingleLine.of(task.name());
        return task.kernelThread() ? "[" + name + "]" : name;
    }
}
