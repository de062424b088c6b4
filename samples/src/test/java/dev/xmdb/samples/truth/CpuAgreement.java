package dev.xmdb.samples.truth;

import dev.xmdb.sim.truth.Facts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each CPU runs, what waits for it, and since when it has run it. */
final class CpuAgreement implements Agreement {
    private record Known(
            long address, long thread, long runnable, long base, long priority, long ticks, List<Long> queue) {}

    @Override
    public void check(SimulatedDomain domain) {
        Map<Long, Known> told = new LinkedHashMap<>();
        for (Facts cpu : domain.truth().list("cpus")) {
            told.put(
                    cpu.number("id"),
                    new Known(
                            cpu.number("address"),
                            cpu.number("thread"),
                            cpu.number("runnable"),
                            cpu.number("base_spl"),
                            cpu.number("priority"),
                            cpu.number("lbolt") - cpu.number("last_switch"),
                            sorted(cpu.numbers("run_queue"))));
        }
        Map<Long, Known> found = new LinkedHashMap<>();
        for (Answer cpu : domain.ask("::cpuinfo -v")) {
            found.put(
                    cpu.number("id"),
                    new Known(
                            cpu.number("addr"),
                            cpu.number("thread"),
                            cpu.number("nrun"),
                            cpu.number("bspl"),
                            cpu.number("pri"),
                            cpu.number("switch"),
                            sorted(cpu.numbers("queue"))));
        }
        Agreement.same("CPUs", told, found);
    }

    /** Threads of one priority are told in the order in which they came, and the kernel keeps a queue for each priority. */
    private static List<Long> sorted(List<Long> threads) {
        return threads.stream().sorted().toList();
    }
}
