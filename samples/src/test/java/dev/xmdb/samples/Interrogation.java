package dev.xmdb.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.output.TextRenderer;
import dev.xmdb.engine.run.DebugSession;
import dev.xmdb.engine.run.ErrorSink;
import dev.xmdb.engine.run.Modules;
import dev.xmdb.engine.run.Surroundings;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Asks a target whose memory lies, and holds each answer to what every answer must keep: its time, its length, its words. */
final class Interrogation {
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    /** They keep nothing of a session, and looking for them takes longer than most commands. */
    private static final List<DebuggerModule> MODULES = Modules.load();

    private final String what;
    private final HeardAnswer answer = new HeardAnswer();
    private final DebugSession session;

    /**
     * Asks a target.
     *
     * @param target what is asked
     * @param what is said of it when an answer is wrong
     */
    Interrogation(Target target, String what) {
        this.what = what;
        var errors = new ErrorSink() {
            @Override
            public void message(String text) {
                answer.append("xmdb: ").append(text).append("\n");
            }

            @Override
            public void line(String text) {
                answer.append(text).append("\n");
            }
        };
        session = new DebugSession(Optional.of(target), MODULES, Surroundings.of(new TextRenderer(answer), errors));
    }

    /** A target with nothing given. */
    static Target open(Path image) throws IOException {
        return Targets.open(DomainImages.open(image, OpenProgress.NONE), TargetOptions.NONE);
    }

    /**
     * Every command by itself, every example of its help, every walker.
     *
     * @param target what is to be asked
     * @param wanted which commands and examples: by module, the command's specification, and the guest of an example
     * @param walk what is asked of a walker, with {@code %s} for its name
     */
    static List<String> questions(Target target, Predicate<Candidate> wanted, String walk) {
        var questions = new ArrayList<String>();
        for (DebuggerModule module : MODULES) {
            module.dcmds().forEach(dcmd -> {
                DcmdSpec spec = dcmd.spec();
                if (spec.name().matches("\\w.*")
                        && wanted.test(new Candidate(module.name(), spec.name(), spec.guest()))) {
                    questions.add("::" + spec.name());
                }
                spec.examples().stream()
                        .filter(example -> wanted.test(new Candidate(
                                module.name(), spec.name(), spec.guest().or(example::guest))))
                        .forEach(example -> questions.add(example.command()));
            });
            module.walkers().stream()
                    .filter(walker -> wanted.test(new Candidate("", walker.name(), walker.guest())))
                    .forEach(walker -> questions.add(walk.formatted(walker.name())));
            module.walkers(target).forEach(walker -> questions.add(walk.formatted(walker.name())));
        }
        questions.removeIf(question -> question.matches("::(q|quit)\\b.*|\\$q.*|.*!.*"));
        return questions;
    }

    /**
     * A command, an example or a walker that may be asked.
     *
     * @param module whose it is; empty for a walker
     * @param name its name
     * @param guest the kind of guest that it is for
     */
    record Candidate(String module, String name, Optional<String> guest) {}

    /** Asks. Returns the answer: all that matters of it was looked at. */
    HeardAnswer ask(String question) {
        answer.forget();
        long started = CLOCK.getCurrentThreadCpuTime();
        session.run(question, "(test)");
        assertThat(Duration.ofNanos(CLOCK.getCurrentThreadCpuTime() - started))
                .as("%s: processor time of %s", what, question)
                .isLessThan(LONGEST);
        assertThat(answer.forbidden())
                .as("%s: what must not be said to %s", what, question)
                .isEmpty();
        assertThat(answer.length())
                .as("%s: characters in the answer to %s", what, question)
                .isLessThan(HeardAnswer.LONGEST);
        return answer;
    }
}
