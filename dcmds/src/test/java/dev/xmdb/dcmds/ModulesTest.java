package dev.xmdb.dcmds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Walker;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Field;
import dev.xmdb.engine.run.Modules;
import dev.xmdb.target.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every command and walker of every module. */
class ModulesTest {
    /** Always fail, or write a file: no example could be run. */
    private static final Set<String> ALWAYS_FAIL = Set.of(
            "$W", "cont", "step", "next", "run", "kill", "attach", "release", "bp", "wp", "delete", "ignore", "sigbp",
            "$>");

    private static final List<Function<Path, Target>> SAMPLES = List.of(SampleDomains::pv64, SampleDomains::hvm);

    @TempDir
    private Path folder;

    static Stream<DcmdSpec> specs() {
        return Modules.load().stream()
                .flatMap(module -> module.dcmds().stream())
                .map(Dcmd::spec);
    }

    @Test
    void theModulesAreFoundByTheServiceLoader() {
        assertThat(Modules.load()).extracting(DebuggerModule::name).contains("core", "unix", "xpv", "linux");
    }

    @ParameterizedTest
    @ValueSource(strings = {"solaris", "linux"})
    void noNameIsTakenTwiceOnAGuest(String guest) {
        // One for this kind of guest may hide one for any.
        for (Optional<String> kind : List.of(Optional.<String>empty(), Optional.of(guest))) {
            assertThat(specs().filter(spec -> spec.guest().equals(kind)).flatMap(spec -> spec.names().stream()))
                    .doesNotHaveDuplicates();
        }
        assertThat(Modules.load().stream()
                        .flatMap(module -> module.walkers().stream())
                        .filter(walker -> walker.guest().orElse(guest).equals(guest))
                        .map(Walker::name))
                .doesNotHaveDuplicates()
                .contains("vcpu", "pfn", "mfn");
    }

    @ParameterizedTest
    @MethodSource("specs")
    void everyCommandDocumentsItself(DcmdSpec spec) {
        assertThat(spec.summary()).isNotBlank().doesNotEndWith(".");
        assertThat(spec.description()).isNotBlank();
        if (!ALWAYS_FAIL.contains(spec.name())) {
            assertThat(spec.examples()).isNotEmpty();
        }
        assertThat(spec.options()).extracting(OptionSpec::letter).doesNotHaveDuplicates();
        assertThat(spec.options())
                .allSatisfy(option -> assertThat(option.help()).isNotBlank());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void theHelpOfEveryCommandHasItsSections(DcmdSpec spec) {
        // Two kinds of guests may have commands of one name.
        var session =
                spec.guest().equals(Optional.of("linux")) ? new Conversation(LinuxDomain.target()) : new Conversation();
        String help = session.run("::help '" + spec.name() + "'");
        assertThat(session.messages()).isEmpty();
        assertThat(help)
                .contains("\nNAME\n  " + spec.name() + " - ", "\nSYNOPSIS\n", "\nDESCRIPTION\n", "\nATTRIBUTES\n");
        assertThat(help.contains("\nOPTIONS\n")).isEqualTo(!spec.options().isEmpty());
        assertThat(help.contains("\nEXAMPLES\n")).isEqualTo(!spec.examples().isEmpty());
        assertThat(help.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void everyExampleRunsOn64BitDomainsWithoutAnError() {
        for (Function<Path, Target> sample : SAMPLES) {
            try (Target target = sample.apply(folder)) {
                examplesRun(target);
            }
        }
    }

    @Test
    void everyExampleRunsOnASolarisDomainWithoutAnError() {
        examplesRun(SolarisDomain.sxc16().target());
    }

    @Test
    void everyExampleRunsOnALinuxDomainWithoutAnError() {
        examplesRun(LinuxDomain.target());
    }

    private static Stream<DcmdSpec.Example> examples(Target target) {
        String guest = target.guest().kind();
        return specs().filter(spec -> spec.guest().orElse(guest).equals(guest))
                .flatMap(spec -> spec.examples().stream())
                .filter(example -> example.guest().orElse(guest).equals(guest));
    }

    private static void examplesRun(Target target) {
        examples(target).forEach(example -> {
            var session = new Conversation(target);
            session.run(example.command());
            if (lacksCapstone(session)) {
                return;
            }
            assertThat(session.messages()).as(example.command()).isEmpty();
            assertThat(session.outcome().succeeded()).as(example.command()).isTrue();
            assertThat(session.rows()).allSatisfy(row -> assertKeys(example.command(), row));
        });
    }

    /** Whether all that the last command said is that this machine has no Capstone. */
    private static boolean lacksCapstone(Conversation session) {
        return !session.messages().isEmpty()
                && session.messages()
                        .equals(session.session()
                                .disassembler()
                                .problem()
                                .map(problem -> "xmdb: " + problem + "\n")
                                .orElse(""));
    }

    @Test
    void damagedAndOlderImagesGetAnswersOrMessagesOfOneLine() {
        for (Function<Path, Target> sample :
                List.<Function<Path, Target>>of(SampleDomains::truncated, SampleDomains::xcCore, SampleDomains::pv32)) {
            try (Target target = sample.apply(folder)) {
                examples(target).forEach(example -> {
                    var session = new Conversation(target);
                    session.run(example.command());
                    assertThat(session.messages())
                            .as(example.command())
                            .doesNotContain("internal error")
                            .doesNotContain("Usage:");
                    assertThat(session.rows()).allSatisfy(row -> assertKeys(example.command(), row));
                });
            }
        }
    }

    @Test
    void theUserCanInterruptWhateverIsLong() {
        try (Target target = SampleDomains.pv64(folder)) {
            for (String command :
                    List.of("::walk pfn", "<rsp,100::dump", "::p2m", "::notes", "::vcpus", "::cpuregs -a")) {
                var session = new Conversation(target);
                session.interruptAfterFirstRow();
                assertThat(session.errors(command)).as(command).isEqualTo("xmdb: interrupted\n");
                assertThat(session.rows()).as(command).hasSize(1);
                assertThat(session.run("::echo alive")).isEqualTo("alive \n");
            }
        }
    }

    private static void assertKeys(String command, Emission.Row row) {
        assertThat(row.fields())
                .as(command)
                .extracting(Field::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9_]+"))
                .doesNotContain("dcmd");
    }

    @Test
    void withoutATargetTheyFailWithOneMessage() {
        for (String command : List.of(
                "::status",
                "::regs",
                "::cpuregs",
                "::vcpus",
                "::notes",
                "::p2m",
                "::xeninfo",
                "::walk vcpu",
                "0::dump")) {
            assertThat(new Conversation().errors(command))
                    .as(command)
                    .isEqualTo("xmdb: command is not supported by current target: no image is open\n");
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void anArgumentWhereNoneIsDeclaredGetsTheUsageLine(DcmdSpec spec) {
        if (spec.parsesItself() || !spec.operands().isEmpty()) {
            return;
        }
        onASample(spec, target -> {
            String address = spec.address() == AddressUse.NONE ? "" : "1";
            String typed = DcmdSpec.typed(spec.name());
            var session = new Conversation(target);
            assertThat(session.errors(address + typed + " more"))
                    .startsWith("Usage: ")
                    .contains(typed);
            assertThat(session.outcome().quit()).isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("specs")
    void anAddressIsTakenWhereOneIsDeclaredOnly(DcmdSpec spec) {
        onASample(spec, target -> {
            String typed = DcmdSpec.typed(spec.name());
            var session = new Conversation(target);
            switch (spec.address()) {
                case NONE -> assertThat(session.errors("1" + typed)).startsWith("Usage: " + typed);
                case REQUIRED -> assertThat(session.errors(typed)).startsWith("Usage: address" + typed);
                case OPTIONAL -> {}
            }
        });
    }

    @ParameterizedTest
    @MethodSource("specs")
    void anUnknownOptionGetsTheUsageLine(DcmdSpec spec) {
        if (spec.parsesItself()) {
            return;
        }
        onASample(spec, target -> {
            String typed = DcmdSpec.typed(spec.name());
            assertThat(new Conversation(target).errors("1" + typed + " -Z"))
                    .startsWith("xmdb: illegal option -- Z\nUsage: ")
                    .contains(typed);
        });
    }

    private void onASample(DcmdSpec spec, Consumer<Target> body) {
        if (spec.guest().equals(Optional.of("solaris"))) {
            body.accept(SolarisDomain.sxc16().target());
            return;
        }
        if (spec.guest().equals(Optional.of("linux"))) {
            body.accept(LinuxDomain.target());
            return;
        }
        try (Target target = SampleDomains.pv64(folder)) {
            body.accept(target);
        }
    }
}
