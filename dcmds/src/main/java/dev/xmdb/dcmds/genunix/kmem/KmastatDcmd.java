package dev.xmdb.dcmds.genunix.kmem;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SolarisKernel;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.guest.solaris.kmem.CacheUsage;
import dev.xmdb.target.guest.solaris.kmem.Kmem;
import dev.xmdb.target.guest.solaris.kmem.KmemCache;
import dev.xmdb.target.guest.solaris.vmem.Vmem;
import dev.xmdb.target.guest.solaris.vmem.VmemArena;
import dev.xmdb.target.memory.MemoryFaultException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code ::kmastat}. Its columns are those of the kernel's own statistics, whose headers never fitted them. */
final class KmastatDcmd {
    private static final String CACHE_HEADER =
            "cache                        buf    buf    buf    memory     alloc alloc \n"
                    + "name                        size in use  total    in use   succeed  fail ";
    private static final String CACHE_LINE =
            "------------------------- ------ ------ ------ ---------- --------- ----- ";
    private static final String ARENA_HEADER =
            "vmem                         memory     memory    memory     alloc alloc \n"
                    + "name                         in use      total    import   succeed  fail ";
    private static final String ARENA_LINE =
            "------------------------- ---------- ----------- ---------- --------- ----- ";
    private static final int NAME = 25;
    /** Longest name of an arena whose total still stands below the others. */
    private static final int TOTAL_NAME = 17;

    private static final int INDENT = 4;

    private static final DcmdSpec SPEC = DcmdSpec.named("kmastat")
            .summary("print what the kernel's memory allocators count")
            .option(OptionSpec.flag('k', "memory in kilobytes"))
            .option(OptionSpec.flag('m', "memory in megabytes"))
            .option(OptionSpec.flag('g', "memory in gigabytes"))
            .guest(SolarisGuest.KIND)
            .description(
                    "Prints for every kmem cache the size of its buffers, how many are in use and how many there are, the memory they "
                            + "take, and how often an allocation succeeded and failed; then the sums for each arena that caches take their memory "
                            + "from; then every vmem arena, each indented below the one that it imports from.")
            .example("::kmastat", "prints all of it, memory in bytes")
            .example("::kmastat -m", "prints memory in megabytes")
            .build();

    private KmastatDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(SPEC, KmastatDcmd::run));
    }

    /** A unit of memory: how far bytes are shifted to the right, and its letter. */
    private record Unit(int shift, char letter) {
        static Unit of(Invocation in) {
            return in.has('g')
                    ? new Unit(30, 'G')
                    : in.has('m') ? new Unit(20, 'M') : in.has('k') ? new Unit(10, 'K') : new Unit(0, 'B');
        }

        long of(long bytes) {
            return bytes >>> shift;
        }
    }

    /** What all caches of one arena have together. */
    private record Sum(long bytes, long allocations, long failures) {
        Sum plus(CacheUsage usage) {
            return new Sum(bytes + usage.bytes(), allocations + usage.allocations(), failures + usage.failures());
        }
    }

    private static Status run(Invocation in) {
        SolarisGuest guest = SolarisKernel.of(in.target());
        Kmem kmem = Kmem.of(guest);
        Vmem vmem = Vmem.of(guest);
        Unit unit = Unit.of(in);
        var faults = new ArrayList<>(kmem.faults());
        faults.addAll(vmem.faults());
        Map<Long, Sum> sums = caches(in, kmem, unit, faults);
        line(in, CACHE_LINE);
        for (VmemArena arena : vmem.tree().keySet()) {
            Sum sum = sums.get(arena.address());
            if (sum != null && sum.allocations() != 0) {
                total(in, arena, sum, unit);
            }
        }
        line(in, CACHE_LINE);
        line(in, "");
        line(in, ARENA_HEADER);
        line(in, ARENA_LINE);
        vmem.tree().forEach((arena, depth) -> arena(in, arena, depth, unit));
        line(in, ARENA_LINE);
        return Faults.tell(in, faults);
    }

    private static void line(Invocation in, String text) {
        in.out().emit(new Emission.Header(text));
    }

    private static Map<Long, Sum> caches(Invocation in, Kmem kmem, Unit unit, List<String> faults) {
        Map<Long, Sum> sums = new HashMap<>();
        line(in, CACHE_HEADER);
        line(in, CACHE_LINE);
        for (KmemCache cache : kmem.caches()) {
            in.checkInterrupted();
            try {
                CacheUsage usage = kmem.usage(cache, in.effort());
                faults.addAll(usage.faults());
                sums.merge(cache.arena(), new Sum(0, 0, 0).plus(usage), (before, _) -> before.plus(usage));
                in.out()
                        .emit(new Fields()
                                .text("name", cache.name())
                                .quantity("buf_size", cache.bufferSize())
                                .quantity("buf_in_use", usage.inUse())
                                .quantity("buf_total", usage.total())
                                .quantity("memory_in_use", usage.bytes())
                                .quantity("alloc_succeed", usage.allocations())
                                .quantity("alloc_fail", usage.failures())
                                .row(String.format(
                                        Locale.ROOT,
                                        "%-25s %6s %6s %6s %10s%c %9s %5s ",
                                        cache.name(),
                                        Long.toUnsignedString(cache.bufferSize()),
                                        unsigned(usage.inUse()),
                                        unsigned(usage.total()),
                                        Long.toUnsignedString(unit.of(usage.bytes())),
                                        unit.letter(),
                                        unsigned(usage.allocations()),
                                        unsigned(usage.failures()))));
            } catch (MemoryFaultException gone) {
                faults.add("cache " + cache.name() + ": " + gone.getMessage());
            }
        }
        return sums;
    }

    private static String unsigned(long value) {
        return Long.toUnsignedString(value);
    }

    private static void total(Invocation in, VmemArena arena, Sum sum, Unit unit) {
        String name = "Total [" + arena.name() + "]"
                + " ".repeat(Math.max(0, TOTAL_NAME - arena.name().length()));
        in.out()
                .emit(new Fields()
                        .text("arena", arena.name())
                        .quantity("memory_in_use", sum.bytes())
                        .quantity("alloc_succeed", sum.allocations())
                        .quantity("alloc_fail", sum.failures())
                        .row(String.format(
                                Locale.ROOT,
                                "%s %6s %6s %6s %10s%c %9s %5s",
                                name,
                                "",
                                "",
                                "",
                                unsigned(unit.of(sum.bytes())),
                                unit.letter(),
                                unsigned(sum.allocations()),
                                unsigned(sum.failures()))));
    }

    private static void arena(Invocation in, VmemArena arena, int depth, Unit unit) {
        String name = " ".repeat(depth * INDENT) + arena.name();
        in.out()
                .emit(new Fields()
                        .text("arena", arena.name())
                        .quantity("depth", depth)
                        .quantity("memory_in_use", arena.inUse())
                        .quantity("memory_total", arena.total())
                        .quantity("memory_import", arena.imported())
                        .quantity("alloc_succeed", arena.allocations())
                        .quantity("alloc_fail", arena.failures())
                        .row(String.format(
                                Locale.ROOT,
                                "%-" + NAME + "s %9s%c %10s%c %9s%c %9s %5s ",
                                name,
                                unsigned(unit.of(arena.inUse())),
                                unit.letter(),
                                unsigned(unit.of(arena.total())),
                                unit.letter(),
                                unsigned(unit.of(arena.imported())),
                                unit.letter(),
                                unsigned(arena.allocations()),
                                unsigned(arena.failures()))));
    }
}
