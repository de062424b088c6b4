package dev.xmdb.samples.truth;

import dev.xmdb.sim.truth.Facts;
import dev.xmdb.target.types.StructLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Every process, its parent, user and program, and the page tables of its address space. */
final class ProcessAgreement implements Agreement {
    private static final int TOP = 3;

    private record Known(long parent, long user, String command, long address) {}

    @Override
    public void check(SimulatedDomain domain) {
        Map<Long, Known> told = new LinkedHashMap<>();
        for (Facts process : domain.truth().list("processes")) {
            told.put(
                    process.number("pid"),
                    new Known(
                            process.number("parent"),
                            process.number("user"),
                            process.text("command"),
                            process.number("address")));
        }
        Map<Long, Known> found = new LinkedHashMap<>();
        for (Answer process : domain.ask("::ps")) {
            found.put(
                    process.number("pid"),
                    new Known(
                            process.number("ppid"),
                            process.number("uid"),
                            process.word("name"),
                            process.number("addr")));
        }
        Agreement.same("processes", told, found);
        tables(domain);
    }

    private static void tables(SimulatedDomain domain) {
        Map<Long, Set<Long>> toldTables = new LinkedHashMap<>();
        Map<Long, Long> toldTops = new LinkedHashMap<>();
        for (Facts table : domain.truth().list("page_tables")) {
            toldTables
                    .computeIfAbsent(table.number("hat"), hat -> new TreeSet<>())
                    .add(table.number("htable"));
            if (table.number("level") == TOP) {
                toldTops.put(table.number("hat"), table.number("pfn"));
            }
        }
        Map<Long, Set<Long>> foundTables = new LinkedHashMap<>();
        Map<Long, Long> foundTops = new LinkedHashMap<>();
        StructLayout proc = domain.kernel().types().layout("proc_t");
        StructLayout as = domain.kernel().types().layout("struct as");
        for (Facts process : domain.truth().list("processes")) {
            long space =
                    proc.at(domain.kernel().memory(), process.number("address")).number("p_as");
            long hat = as.at(domain.kernel().memory(), space).number("a_hat");
            foundTops.put(hat, domain.kernel().topTable(space));
            Set<Long> tables = foundTables.computeIfAbsent(hat, each -> new TreeSet<>());
            domain.ask(Long.toHexString(hat) + "::htables").forEach(table -> tables.add(table.number("htable")));
        }
        Agreement.same("page tables of address spaces", toldTables, foundTables);
        Agreement.same("top tables of address spaces", toldTops, foundTops);
    }
}
