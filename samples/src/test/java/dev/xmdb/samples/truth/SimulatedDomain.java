package dev.xmdb.samples.truth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Renderer;
import dev.xmdb.engine.run.DebugSession;
import dev.xmdb.engine.run.ErrorSink;
import dev.xmdb.engine.run.Modules;
import dev.xmdb.engine.run.Surroundings;
import dev.xmdb.sim.scenario.Scenario;
import dev.xmdb.sim.solaris.FrozenDomain;
import dev.xmdb.sim.truth.Facts;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An open image of a simulated domain, what the simulator told of it, and a session in which commands are asked. */
public final class SimulatedDomain implements AutoCloseable {
    /** They keep nothing of a session, and looking for them takes time. */
    private static final List<DebuggerModule> MODULES = Modules.load();

    private final Target target;
    private final Facts truth;
    private final ToldAddresses told = new ToldAddresses();
    private final List<Answer> answers = new ArrayList<>();
    private final StringBuilder messages = new StringBuilder();
    private final DebugSession session;

    private SimulatedDomain(Target target, Facts truth) {
        this.target = target;
        this.truth = truth;
        List<DebuggerModule> modules = new ArrayList<>(MODULES);
        modules.add(told);
        session = new DebugSession(Optional.of(target), modules, Surroundings.of(answers(), errors()));
    }

    /** Runs a domain, writes its image to a file, and opens that. */
    public static SimulatedDomain of(Scenario scenario, Scenario.Options options, Path image) throws IOException {
        Files.deleteIfExists(image);
        FrozenDomain frozen = scenario.freeze(options);
        frozen.writeElf(image);
        Facts truth = new Facts(frozen.truth());
        Target target = Targets.open(DomainImages.open(image, OpenProgress.NONE), TargetOptions.NONE);
        assertThat(target.degradations()).isEmpty();
        return new SimulatedDomain(target, truth);
    }

    private Renderer answers() {
        return new Renderer() {
            @Override
            public void emit(String dcmd, Emission emission) {
                if (emission instanceof Emission.Row row) {
                    answers.add(new Answer(row));
                }
            }

            @Override
            public void flush() {}
        };
    }

    private ErrorSink errors() {
        return new ErrorSink() {
            @Override
            public void message(String text) {
                messages.append(text).append('\n');
            }

            @Override
            public void line(String text) {
                messages.append(text).append('\n');
            }
        };
    }

    /** What the simulator told. */
    public Facts truth() {
        return truth;
    }

    /** The kernel in the image. */
    public SolarisGuest kernel() {
        return (SolarisGuest) target.guest();
    }

    /** The rows that a command emits, which must not have any message. */
    public List<Answer> ask(String command) {
        List<Answer> rows = askAnyway(command);
        assertThat(messages.toString()).as("messages of %s", command).isEmpty();
        return rows;
    }

    /** The rows that a command emits, whatever it says beside them. */
    public List<Answer> askAnyway(String command) {
        answers.clear();
        messages.setLength(0);
        session.run(command, "");
        return List.copyOf(answers);
    }

    /** The rows that a command emits about addresses. */
    public List<Answer> ask(List<Long> addresses, String command) {
        told.set(addresses);
        return ask("::walk told | " + command);
    }

    /** The values that a pipeline prints at its end. */
    public List<Long> values(String pipeline) {
        return ask(pipeline).stream().map(row -> row.number("value")).toList();
    }

    /** Messages of the last command. */
    public String messages() {
        return messages.toString();
    }

    @Override
    public void close() {
        target.close();
    }
}
