package dev.xmdb.sim.scenario;

import dev.xmdb.dump.Frames;
import dev.xmdb.sim.machine.PageFlags;
import dev.xmdb.sim.machine.PageTables;
import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.run.SimThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The kernel asked for the user bit in entries of its own pages, and wrote them in a way that the hypervisor emulates without adding
 * what it adds otherwise: such pages lack both the mark of a kernel page and the global bit of a user page.
 */
final class PtUserLeak implements Scenario {
    private static final int COMMANDS = 16;
    private static final int MOST = 24;
    private static final long LEAKED = PageFlags.PRESENT
            | PageFlags.WRITABLE
            | PageFlags.USER
            | PageFlags.ACCESSED
            | PageFlags.DIRTY
            | PageFlags.NO_EXECUTE;

    @Override
    public String name() {
        return "pt-user-leak";
    }

    @Override
    public String fault() {
        return "processes can read kernel memory: entries of kernel pages have PT_USER and no PT_GLOBAL";
    }

    @Override
    public FrozenDomain freeze(Options options) {
        Domain domain = new Domain(name(), options, options.orUsually(this).vcpus());
        Inhabitants.of(domain, COMMANDS);
        domain.simulation().run(50L + domain.kernel().random().nextInt(100));
        return domain.freeze(frozen -> List.of(leak(domain)));
    }

    private static Map<String, Object> leak(Domain domain) {
        Kernel kernel = domain.kernel();
        PageTables tables = kernel.space().tables();
        TreeSet<Long> pages = new TreeSet<>();
        List<SimThread> threads = domain.simulation().threads();
        int count = 4 + kernel.random().nextInt(MOST);
        while (pages.size() < count) {
            SimThread thread = threads.get(kernel.random().nextInt(threads.size()));
            long page = thread.va() & -Frames.PAGE_SIZE;
            PageTables.Mapping mapping = tables.mappings().get(page);
            if (mapping != null && !mapping.large() && pages.add(page)) {
                tables.put(page, mapping.pfn(), LEAKED, 0);
            }
        }
        List<Object> told = new ArrayList<>();
        pages.forEach(page -> told.add(Domain.hex(page)));
        Map<String, Object> fault = Domain.fact("pt-user-leak");
        fault.put("pages", told);
        return fault;
    }
}
