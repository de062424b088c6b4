package dev.xmdb.sim.xm;

import dev.xmdb.sim.scenario.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code xm list}. */
@Command(name = "list", description = "Lists the domains, and what is wrong with each.")
final class ListDomains implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        for (Scenario scenario : Scenario.all()) {
            out.printf("%-16s %s%n", scenario.name(), scenario.fault());
        }
    }
}
