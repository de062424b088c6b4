package dev.xmdb.sim.xm;

import dev.xmdb.sim.hostile.Damage;
import dev.xmdb.sim.scenario.Scenario;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code xm list}. */
@Command(name = "list", description = "Lists the domains, and what is wrong with each.")
final class ListDomains implements Runnable {
    @Option(
            names = {"-d", "--damages"},
            description = "list what dump-core --damage can spoil, instead of domains")
    private boolean damages;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        if (damages) {
            Damage.all().forEach(each -> out.printf("%-20s %s%n", each.name(), each.what()));
            return;
        }
        for (Scenario scenario : Scenario.all()) {
            out.printf("%-16s %s%n", scenario.name(), scenario.fault());
        }
    }
}
