package dev.xmdb.samples;

import dev.xmdb.target.Target;
import dev.xmdb.target.guest.linux.LinuxGuest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.XZInputStream;

/**
 * A real Linux guest whose memory lies: whatever is wrong in it, commands end in answers or messages. As many corruptions as the property
 * {@code xmdb.corruptions} says, over all kinds of them, from the one with the number {@code xmdb.corruptions.first} on.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileLinuxTest {
    private static final Path SAMPLE = Path.of("images", "linux-pv64-small.core.xz");
    private static final int CORRUPTIONS = Integer.getInteger("xmdb.corruptions", 210);
    private static final int FIRST_SEED = Integer.getInteger("xmdb.corruptions.first", 0);
    private static final int MOST_EDITS = 4;
    private static final int QUESTIONS_EACH = 12;
    private static final Set<String> CORE =
            Set.of("status", "stack", "cpustack", "cpuregs", "print", "list", "nm", "vtop");

    private final Path image;
    private final Target sound;
    private final LinuxCorruption.Kernel kernel;
    private final List<String> questions;

    /** Unpacks the image once, and learns from it while it is sound: every corruption is undone. */
    HostileLinuxTest(@TempDir Path folder) throws IOException {
        image = folder.resolve("core");
        try (var packed = new XZInputStream(Files.newInputStream(SAMPLE))) {
            Files.copy(packed, image);
        }
        sound = Interrogation.open(image);
        kernel = LinuxCorruption.Kernel.of(sound);
        questions = questions(sound);
    }

    @AfterAll
    void close() {
        sound.close();
    }

    /** Every command for this guest by itself, every example of its help, every walker that begins by itself. */
    private static List<String> questions(Target target) {
        List<String> questions = new ArrayList<>(List.of("init_task::print struct task_struct", "::ps -f", "::stacks"));
        // Commands of the module core that read nothing of the guest's would only take time.
        questions.addAll(Interrogation.questions(
                target,
                asked -> asked.guest().orElse(LinuxGuest.KIND).equals(LinuxGuest.KIND)
                        && (!asked.module().equals("core") || CORE.contains(asked.name())),
                "::walk %s | ::count"));
        // What only prints its usage reads nothing.
        var interrogation = new Interrogation(target, "the sound guest");
        questions.removeIf(question -> {
            String answer = interrogation.ask(question).beginning();
            return answer.contains("Usage: ") || answer.contains("walker requires starting address");
        });
        return questions;
    }

    @ParameterizedTest
    @EnumSource(LinuxCorruption.class)
    void commandsEndInAnswersOrMessages(LinuxCorruption kind) throws IOException {
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            int times = Math.ceilDiv(CORRUPTIONS, LinuxCorruption.values().length);
            for (int seed = 0; seed < times; seed++) {
                var random = new Random(kind.name().hashCode() + (1_000_003L * (FIRST_SEED + seed)));
                var undo = new ArrayList<Written>();
                try {
                    for (int edits = 1 + random.nextInt(MOST_EDITS); edits > 0; edits--) {
                        LinuxCorruption.Edit edit = kind.next(kernel, random);
                        long offset = edit.fileOffset(kernel.memory());
                        if (offset >= 0 && offset + edit.size() <= file.length()) {
                            var before = new byte[edit.size()];
                            file.seek(offset);
                            file.readFully(before);
                            undo.add(new Written(offset, before));
                            write(file, offset, edit);
                        }
                    }
                    askAFew(random, kind + " " + (FIRST_SEED + seed));
                } finally {
                    // A failure is of its own corruption, not of those after it.
                    for (Written written : undo.reversed()) {
                        file.seek(written.offset());
                        file.write(written.before());
                    }
                }
            }
        }
    }

    /** What stood somewhere. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Written(long offset, byte[] before) {}

    private static void write(RandomAccessFile file, long offset, LinuxCorruption.Edit edit) throws IOException {
        file.seek(offset);
        for (int i = 0; i < edit.size(); i++) {
            file.write((int) (edit.value() >>> (8 * i)));
        }
    }

    private void askAFew(Random random, String what) throws IOException {
        try (Target target = Interrogation.open(image)) {
            var interrogation = new Interrogation(target, what);
            interrogation.ask("::status -v");
            for (int i = 0; i < QUESTIONS_EACH; i++) {
                interrogation.ask(questions.get(random.nextInt(questions.size())));
            }
        }
    }
}
