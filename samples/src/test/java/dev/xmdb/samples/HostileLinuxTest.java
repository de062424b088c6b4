package dev.xmdb.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.engine.DebuggerModule;
import dev.xmdb.engine.output.TextRenderer;
import dev.xmdb.engine.run.DebugSession;
import dev.xmdb.engine.run.ErrorSink;
import dev.xmdb.engine.run.Modules;
import dev.xmdb.engine.run.Surroundings;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import dev.xmdb.target.guest.linux.LinuxGuest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.XZInputStream;

/**
 * A real Linux guest whose memory lies: whatever is wrong in it, commands end in answers or messages. As many corruptions as the property
 * {@code xmdb.corruptions} says, over all kinds of them.
 */
final class HostileLinuxTest {
    private static final Path SAMPLE = Path.of("images", "linux-pv64-small.core.xz");
    private static final int CORRUPTIONS = Integer.getInteger("xmdb.corruptions", 210);
    private static final int MOST_EDITS = 4;
    private static final int QUESTIONS_EACH = 12;
    private static final Set<String> CORE =
            Set.of("status", "stack", "cpustack", "cpuregs", "print", "list", "nm", "vtop");
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    @TempDir
    private Path folder;

    /** Every command for this guest by itself, every example of its help, every walker that begins by itself. */
    private static List<String> questions(Target target) {
        List<String> questions = new ArrayList<>(List.of("init_task::print struct task_struct", "::ps -f", "::stacks"));
        for (DebuggerModule module : Modules.load()) {
            // Commands of the module core that read nothing of the guest's would only take time.
            boolean core = module.name().equals("core");
            module.dcmds().stream()
                    .filter(dcmd -> !core || CORE.contains(dcmd.spec().name()))
                    .filter(dcmd -> dcmd.spec().guest().orElse(LinuxGuest.KIND).equals(LinuxGuest.KIND))
                    .forEach(dcmd -> {
                        if (dcmd.spec().name().matches("\\w.*")) {
                            questions.add("::" + dcmd.spec().name());
                        }
                        dcmd.spec().examples().stream()
                                .filter(example ->
                                        example.guest().orElse(LinuxGuest.KIND).equals(LinuxGuest.KIND))
                                .forEach(example -> questions.add(example.command()));
                    });
            module.walkers().stream()
                    .filter(walker -> walker.guest().orElse(LinuxGuest.KIND).equals(LinuxGuest.KIND))
                    .forEach(walker -> questions.add("::walk " + walker.name() + " | ::count"));
            module.walkers(target).forEach(walker -> questions.add("::walk " + walker.name() + " | ::count"));
        }
        questions.removeIf(question -> question.matches("::(q|quit)\\b.*|\\$q.*|.*!.*"));
        // What only prints its usage reads nothing.
        var said = new StringBuilder();
        questions.removeIf(question -> {
            ask(target, question, said, "the sound guest");
            return said.indexOf("Usage: ") >= 0 || said.indexOf("walker requires starting address") >= 0;
        });
        return questions;
    }

    @ParameterizedTest
    @EnumSource(LinuxCorruption.class)
    void commandsEndInAnswersOrMessages(LinuxCorruption kind) throws IOException {
        Path image = folder.resolve("core");
        try (var packed = new XZInputStream(Files.newInputStream(SAMPLE))) {
            Files.copy(packed, image);
        }
        try (Target sound = open(image);
                var file = new RandomAccessFile(image.toFile(), "rw")) {
            var kernel = LinuxCorruption.Kernel.of(sound);
            List<String> questions = questions(sound);
            int times = Math.ceilDiv(CORRUPTIONS, LinuxCorruption.values().length);
            for (int seed = 0; seed < times; seed++) {
                var random = new Random(kind.name().hashCode() + (1_000_003L * seed));
                var undo = new ArrayList<Written>();
                for (int edits = 1 + random.nextInt(MOST_EDITS); edits > 0; edits--) {
                    LinuxCorruption.Edit edit = kind.next(kernel, random);
                    long offset = edit.fileOffset(kernel.memory());
                    if (offset >= 0 && offset + edit.size() <= file.length()) {
                        undo.add(new Written(offset, write(file, offset, edit)));
                    }
                }
                askAFew(image, questions, random, kind + " " + seed);
                for (Written written : undo.reversed()) {
                    file.seek(written.offset());
                    file.write(written.before());
                }
            }
        }
    }

    /** What stood somewhere. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Written(long offset, byte[] before) {}

    private static byte[] write(RandomAccessFile file, long offset, LinuxCorruption.Edit edit) throws IOException {
        var before = new byte[edit.size()];
        file.seek(offset);
        file.readFully(before);
        file.seek(offset);
        for (int i = 0; i < edit.size(); i++) {
            file.write((int) (edit.value() >>> (8 * i)));
        }
        return before;
    }

    private static void askAFew(Path image, List<String> questions, Random random, String what) throws IOException {
        var said = new StringBuilder();
        try (Target target = open(image)) {
            ask(target, "::status -v", said, what);
            for (int i = 0; i < QUESTIONS_EACH; i++) {
                ask(target, questions.get(random.nextInt(questions.size())), said, what);
            }
        }
    }

    private static void ask(Target target, String question, StringBuilder said, String what) {
        said.setLength(0);
        long started = CLOCK.getCurrentThreadCpuTime();
        var errors = new ErrorSink() {
            @Override
            public void message(String text) {
                said.append("xmdb: ").append(text).append('\n');
            }

            @Override
            public void line(String text) {
                said.append(text).append('\n');
            }
        };
        new DebugSession(Optional.of(target), Modules.load(), Surroundings.of(new TextRenderer(said), errors))
                .run(question, "(test)");
        assertThat(Duration.ofNanos(CLOCK.getCurrentThreadCpuTime() - started))
                .as("%s: processor time of %s", what, question)
                .isLessThan(LONGEST);
        assertThat(said.toString())
                .as("%s: what was said to %s", what, question)
                .doesNotContain("internal error", "Exception", "\tat ", "failed to allocate", "\u001b");
    }

    private static Target open(Path image) throws IOException {
        return Targets.open(DomainImages.open(image, OpenProgress.NONE), TargetOptions.NONE);
    }
}
