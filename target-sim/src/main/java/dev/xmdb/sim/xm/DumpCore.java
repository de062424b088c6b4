package dev.xmdb.sim.xm;

import dev.xmdb.sim.hostile.Damage;
import dev.xmdb.sim.machine.DomainTooSmallException;
import dev.xmdb.sim.machine.Virtualisation;
import dev.xmdb.sim.scenario.Scenario;
import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.sim.truth.TruthFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xm dump-core}. */
@Command(
        name = "dump-core",
        description =
                "Runs a domain, freezes it, and writes its image and FILE.truth.json. The same seed and options give the same bytes.")
final class DumpCore implements Callable<Integer> {
    @Option(
            names = "-f",
            paramLabel = "FORMAT",
            description = "elf (what Xen 3.1 and later write, the default) or xc_core (before)")
    private Format format = Format.ELF;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "decides what differs between domains of one name (default: 1)")
    private long seed = 1;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = MemorySize.Converter.class,
            description = "size of the domain, 16M to 16G (default: what the domain needs, mostly 64M)")
    private @Nullable MemorySize memory;

    @Option(
            names = "--vcpus",
            paramLabel = "N",
            description = "how many vCPUs it has, 1 to 64 (default: what the domain usually has, mostly 1)")
    private @Nullable Integer vcpus;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "how many threads it has at least, 1 to 20000 (default: what the domain usually has)")
    private @Nullable Integer threads;

    @Option(
            names = "--guest",
            paramLabel = "KIND",
            description = "pv (paravirtualised, the default) or hvm (page tables hold the guest's own frames)")
    private Virtualisation guest = Virtualisation.PV;

    @Option(
            names = "--damage",
            paramLabel = "NAME",
            description = "spoil something in the frozen domain; xm list -d names what; may be given several times")
    private List<String> damages = List.of();

    @Option(names = "--force", description = "replace existing files")
    private boolean force;

    @Parameters(index = "0", paramLabel = "DOMAIN", description = "one that xm list names")
    private String domain = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "the image to write")
    private Path file = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** A container. */
    enum Format {
        ELF,
        XC_CORE
    }

    @Override
    public Integer call() throws IOException {
        Scenario scenario = Scenario.find(domain)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "no domain '" + domain + "': xm list names those there are"));
        DumpFiles files = DumpFiles.of(file);
        String refusal = files.refusal(force);
        if (!refusal.isEmpty()) {
            throw new ParameterException(spec.commandLine(), refusal);
        }
        List<Damage> strokes = damages.stream().map(this::damage).toList();
        FrozenDomain frozen = freeze(scenario);
        strokes.forEach(each -> each.inflict(frozen));
        files.write(image -> dump(frozen, image), truth -> TruthFile.write(truth, frozen.truth()));
        return 0;
    }

    private void dump(FrozenDomain frozen, Path image) throws IOException {
        try (var progress = new Progress(spec.commandLine().getErr(), Main.errorsGoToATerminal(), "writing " + image)) {
            switch (format) {
                case ELF -> frozen.writeElf(image, progress::counted);
                case XC_CORE -> frozen.writeXcCore(image, progress::counted);
            }
        }
    }

    private Damage damage(String name) {
        return Damage.find(name)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "no damage '" + name + "': xm list -d names those there are"));
    }

    private FrozenDomain freeze(Scenario scenario) {
        MemorySize size = memory;
        Scenario.Options options = new Scenario.Options(
                seed,
                size == null ? scenario.usualPages() : size.pages(),
                checked("--vcpus", vcpus, scenario.usualVcpus(), scenario.leastVcpus(), scenario.mostVcpus()),
                checked("--threads", threads, scenario.usualThreads(), 1, Scenario.Options.MOST_THREADS),
                guest);
        try {
            return scenario.freeze(options);
        } catch (DomainTooSmallException failure) {
            throw new ParameterException(
                    spec.commandLine(), failure.getMessage() + ": --memory gives it more", failure);
        }
    }

    private int checked(String option, @Nullable Integer wanted, int usual, int least, int most) {
        if (wanted != null && (wanted < least || wanted > most)) {
            String range = most == least ? "has exactly " + most : "can have " + least + " to " + most;
            throw new ParameterException(
                    spec.commandLine(), option + ' ' + wanted + ": the domain " + domain + ' ' + range);
        }
        return wanted == null ? usual : wanted;
    }
}
