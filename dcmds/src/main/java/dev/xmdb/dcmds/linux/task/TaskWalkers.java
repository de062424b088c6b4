package dev.xmdb.dcmds.linux.task;

import dev.xmdb.dcmds.LinuxWalker;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Walk;
import dev.xmdb.engine.Walker;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import java.util.List;

/** The walkers {@code proc task thread}. */
final class TaskWalkers {
    private TaskWalkers() {}

    static List<Walker> all() {
        return List.of(
                new LinuxWalker(
                        "proc",
                        "the task_struct of every process",
                        AddressUse.NONE,
                        (guest, walk) -> deliver(walk, Tasks.of(guest), false)),
                new LinuxWalker(
                        "task",
                        "every task_struct, threads and CPUs' idle tasks among them",
                        AddressUse.NONE,
                        (guest, walk) -> deliver(walk, Tasks.of(guest), true)),
                new LinuxWalker(
                        "thread",
                        "every task_struct; with one, those of its process",
                        AddressUse.OPTIONAL,
                        TaskWalkers::threads));
    }

    private static void deliver(Walk walk, Tasks tasks, boolean threads) {
        for (LinuxTask task : threads ? tasks.all() : tasks.leaders()) {
            if (!walk.deliver(task.address())) {
                return;
            }
        }
        tasks.problems().forEach(walk::warn);
    }

    private static void threads(LinuxGuest guest, Walk walk) {
        Tasks tasks = Tasks.of(guest);
        if (walk.start().isEmpty()) {
            deliver(walk, tasks, true);
            return;
        }
        for (LinuxTask task : tasks.threads(tasks.at(walk.start().getAsLong()))) {
            if (!walk.deliver(task.address())) {
                return;
            }
        }
    }
}
