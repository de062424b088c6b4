package dev.xmdb.target.guest.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.RealImages;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real Linux domain, and what it said of itself through /proc before it was dumped. */
public record LinuxTruth(String image, LinuxGuest guest) {
    private static final Map<String, LinuxTruth> OPEN = new ConcurrentHashMap<>();

    /** The domain in an image; opened once. */
    public static LinuxTruth of(String image) {
        return OPEN.computeIfAbsent(image, name -> {
            Target target = Targets.open(RealImages.open(name), TargetOptions.NONE);
            return new LinuxTruth(name, (LinuxGuest) target.guest());
        });
    }

    /** Its tasks, none of which is lost. */
    public List<LinuxTask> tasks() {
        var problems = new ArrayList<String>();
        List<LinuxTask> tasks = guest.tasks(problems::add);
        assertThat(problems).isEmpty();
        return tasks;
    }

    /** The process with a number; empty when it has gone since. */
    public Optional<LinuxTask> process(int pid) {
        return tasks().stream().filter(task -> task.pid() == pid).findFirst();
    }

    /** The lines of a file. */
    public List<String> lines(String file) {
        try {
            return Files.readAllLines(RealImages.truth(image, file), StandardCharsets.ISO_8859_1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What a file of the form {@code /proc/PID/WHAT:LINE} has for each process. */
    public Map<Integer, List<String>> perProcess(String file) {
        Pattern form = Pattern.compile("/proc/(\\d+)/[a-z]+:(.*)");
        Map<Integer, List<String>> told = new LinkedHashMap<>();
        for (String line : lines(file)) {
            Matcher found = form.matcher(line);
            if (found.matches()) {
                told.computeIfAbsent(Integer.valueOf(found.group(1)), _ -> new ArrayList<>())
                        .add(found.group(2));
            }
        }
        return told;
    }
}
